import { colour } from './colours.ts';
import { type Facts, type Panel, panel, steps, thresholds, values } from './panel.ts';

interface Numbers extends Facts {
  readonly decimals?: number;
  /** The legends of those that are no more than a warning beyond their bound. */
  readonly milder?: readonly string[];
}

/** What a value is now, over how it came to be that. */
export function number(id: number, title: string, facts: Numbers): Panel {
  const { bounds, decimals, milder = [], queries } = facts;
  const options = {
    graphMode: 'area',
    colorMode: 'value',
    justifyMode: 'auto',
    textMode: queries.length > 1 ? 'value_and_name' : 'auto',
    wideLayout: true,
    showPercentChange: false,
    percentChangeColorMode: 'standard',
    orientation: 'auto',
    reduceOptions: { calcs: ['lastNotNull'] },
  } as const;
  const defaults = {
    ...values(facts),
    ...(decimals !== undefined && { decimals }),
    color: { mode: 'thresholds' },
    thresholds: thresholds(bounds === undefined ? steps({}, colour.neutral) : steps(bounds, colour.good, colour.critical)),
  } as const;
  const overrides = milder.map((name) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'thresholds', value: thresholds(steps({ warn: bounds?.bad }, colour.good)) }],
  }));
  return panel({ type: 'stat', options, fieldConfig: { defaults, overrides } }, id, title, facts);
}
