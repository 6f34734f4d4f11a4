import { BigValueColorMode, BigValueGraphMode, ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { colour } from './colours.ts';
import { type Facts, type Panel, panel, steps, thresholds } from './panel.ts';

/** What a value is now, over how it came to be that. */
export function number(id: number, title: string, facts: Facts & { readonly decimals?: number }): Panel {
  const { bounds, decimals } = facts;
  const drawing = new PanelBuilder().colorMode(BigValueColorMode.Value).graphMode(BigValueGraphMode.Area);
  drawing.reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));
  drawing.thresholds(thresholds(bounds === undefined ? steps({}, colour.neutral) : steps(bounds, colour.good, colour.critical)));
  if (decimals !== undefined) drawing.decimals(decimals);
  return panel(drawing, id, title, facts);
}
