import { BigValueColorMode, BigValueGraphMode, BigValueTextMode, ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { colour } from './colours.ts';
import { type Facts, type Panel, panel, steps, thresholds } from './panel.ts';

interface Numbers extends Facts {
  readonly decimals?: number;
  /** The legends of those that are no more than a warning beyond their bound. */
  readonly milder?: readonly string[];
}

/** What a value is now, over how it came to be that. */
export function number(id: number, title: string, facts: Numbers): Panel {
  const { bounds, decimals, milder = [], queries } = facts;
  const drawing = new PanelBuilder().colorMode(BigValueColorMode.Value).graphMode(BigValueGraphMode.Area);
  drawing.reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));
  drawing.thresholds(thresholds(bounds === undefined ? steps({}, colour.neutral) : steps(bounds, colour.good, colour.critical)));
  drawing.textMode(queries.length > 1 ? BigValueTextMode.ValueAndName : BigValueTextMode.Auto);
  for (const name of milder)
    drawing.overrideByName(name, [
      { id: 'thresholds', value: { mode: ThresholdsMode.Absolute, steps: steps({ warn: bounds?.bad }, colour.good) } },
    ]);
  if (decimals !== undefined) drawing.decimals(decimals);
  return panel(drawing, id, title, facts);
}
