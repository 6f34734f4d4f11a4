import type { Answer } from './request.ts';
import { doubtful, type Finding, seconds } from './finding.ts';

/** The header has whole seconds, and an answer takes its time. */
const tolerableMs = 2_000;

/** Whether a server's clock is another than this machine's, by the time at which it says that it answered. */
export function clockFindings({ url, date, from, to }: Answer): readonly Finding[] {
  if (date === undefined) return [];
  const skewMs = date < from ? date + 999 - from : date - to;
  const isWithin = date + 999 >= from - tolerableMs && date <= to + tolerableMs;
  if (isWithin) return [];
  return [
    doubtful({
      check: 'clock',
      where: new URL(url).origin,
      what: `its clock is ${seconds(Math.abs(skewMs) / 1_000)} ${skewMs < 0 ? 'behind' : 'ahead of'} this machine's`,
      remedy: 'have both set by NTP: with clocks that differ, samples are refused and alerts end early',
    }),
  ];
}
