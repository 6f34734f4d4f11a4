import { type Facts, type Panel, panel, values } from './panel.ts';

/** How values spread over the buckets of a histogram, over time. */
export function heat(id: number, title: string, facts: Facts): Panel {
  const options = {
    calculate: false,
    cellGap: 1,
    color: { mode: 'scheme', scheme: 'Blues', fill: 'blue', scale: 'exponential', exponent: 0.5, steps: 32, reverse: false },
    exemplars: { color: 'orange' },
    filterValues: { le: 1e-9 },
    legend: { show: false },
    showValue: 'never',
    tooltip: { mode: 'single' },
    yAxis: { unit: facts.unit, axisPlacement: 'left' },
  } as const;
  return panel({ type: 'heatmap', options, fieldConfig: { defaults: values(facts), overrides: [] } }, id, title, facts, 'heatmap');
}
