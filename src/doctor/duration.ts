const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 };
/** No duration is longer. */
const longest = 100;

/** `1m30s` in seconds. */
export const durationOf = (text: string): number =>
  [...text.slice(0, longest).matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
