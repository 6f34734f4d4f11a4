/** Of each core, the times that it spent in each mode, in hundredths of a second. */
export type Times = ReadonlyMap<number, readonly number[]>;

const idle = 3;
/** A core whose idle time falls by more was taken offline and counts from 0 again: https://github.com/prometheus/node_exporter/pull/2067 */
const heldTicks = 300;

const isRestarted = (told: readonly number[], now: readonly number[]): boolean => (told[idle] ?? 0) - (now[idle] ?? 0) > heldTicks;

function holdOne(told: readonly number[] | undefined, now: readonly number[]): readonly number[] {
  if (told === undefined || isRestarted(told, now)) return now;
  return now.map((time, mode) => Math.max(time, told[mode] ?? 0));
}

/**
 * What can be told without a counter falling: the kernel corrects the time that it took a core for idle or waiting, by whatever it was
 * wrong. Of cores that are gone, nothing is remembered.
 */
export const hold = (told: Times, now: Times): Times => new Map([...now].map(([core, times]) => [core, holdOne(told.get(core), times)]));
