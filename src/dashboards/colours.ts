/** What a colour says, on every dashboard. */
export const colour = {
  good: 'green',
  warning: 'orange',
  critical: 'red',
  neutral: 'blue',
  /** Ended because somebody wanted it. */
  wanted: 'purple',
  quiet: 'text',
  none: 'transparent',
} as const;

/** Colours by what a legend says. */
export type Colours = Readonly<Record<string, string>>;

export const outcomes: Colours = {
  completed: colour.good,
  complete: colour.good,
  ok: colour.good,
  accepted: colour.good,
  retried: colour.warning,
  partial: colour.warning,
  failed: colour.critical,
  error: colour.critical,
  refused: colour.critical,
  cancelled: colour.wanted,
};
export const statuses: Colours = {
  '2xx': colour.good,
  '3xx': colour.neutral,
  '4xx': colour.warning,
  '5xx': colour.critical,
  'no answer': colour.wanted,
};
export const percentiles: Colours = { p50: 'super-light-blue', p75: 'light-blue', p95: 'blue', p99: 'dark-blue' };
