/**
 * A quantile from the buckets of a histogram, as PromQL's `histogram_quantile` estimates it: evenly within a bucket, and the last bound
 * for what is beyond it. NaN when nothing was counted.
 * @param counts of each bucket by itself, the last one without a bound
 */
export function quantile(q: number, bounds: readonly number[], counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return Number.NaN;
  let rank = q * total;
  const at = counts.findIndex((count) => (rank -= count) <= 0);
  const upper = bounds[at];
  if (upper === undefined) return bounds.at(-1) ?? Number.NaN;
  const lower = bounds[at - 1] ?? 0;
  const count = counts[at] as number;
  return lower + (upper - lower) * ((rank + count) / count);
}
