import { colour } from './colours.ts';
import { type Facts, type Panel, panel, steps, thresholds, values } from './panel.ts';

const words = {
  0: { text: 'down', color: colour.critical, index: 0 },
  1: { text: 'up', color: colour.good, index: 1 },
};

/** When something was up, 1, and when it was not, 0. */
export function states(id: number, title: string, facts: Facts): Panel {
  const options = {
    showValue: 'never',
    mergeValues: true,
    alignValue: 'left',
    rowHeight: 0.8,
    legend: { displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] },
    tooltip: { mode: 'single', sort: 'none' },
  } as const;
  const defaults = {
    ...values(facts),
    color: { mode: 'thresholds' },
    mappings: [{ type: 'value', options: words }],
    thresholds: thresholds(steps({ floor: 1 }, colour.good, colour.critical)),
    custom: { fillOpacity: 70, lineWidth: 0 },
  } as const;
  return panel({ type: 'state-timeline', options, fieldConfig: { defaults, overrides: [] } }, id, title, facts);
}
