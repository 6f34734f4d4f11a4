import { api } from '../catalogue/api.ts';
import type { Definition } from '../catalogue/define.ts';

/** A number that an operator may set. */
export interface Threshold {
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
  readonly means: string;
  /** Of which it has to be a bucket boundary: what is between two can't be told. */
  readonly boundaryOf?: Definition<'histogram'>;
}

const ratio = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 1, means });
/** Below 1, or there is no budget to burn. */
const objective = (fallback: number, means: string): Threshold => ({ fallback, least: 0.5, most: 0.99999, means });
const seconds = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 30 * 86_400, means });
const celsius = (fallback: number, means: string): Threshold => ({ fallback, least: -50, most: 200, means });
const amount = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 1e12, means });

/** Where an alert begins, by domain; the dashboards draw the same values. */
export const thresholds = {
  api: {
    availabilityObjective: objective(0.999, 'Share of requests that end without a 5xx.'),
    latencyObjective: objective(0.99, 'Share of requests that end within `latencySeconds`.'),
    latencySeconds: {
      ...seconds(0.5, 'A request is fast enough up to here; a bucket boundary of `http.server.request.duration`.'),
      boundaryOf: api.request.duration,
    },
    minimumRequestsPerSecond: amount(0.02, 'Below it, no burn of an error budget is told: one request would be much of it.'),
    slowRouteSeconds: seconds(2, 'The 99th percentile of a route.'),
    slowRouteRequestsPerSecond: amount(0.1, 'Below it, a route is not judged.'),
    trafficDropRatio: ratio(0.25, 'Of what it was at the same time a day ago.'),
    trafficDropRequestsPerSecond: amount(1, 'What it has to have been a day ago.'),
  },
  runtime: {
    loopDelaySeconds: seconds(0.25, 'The 99th percentile of how late the event loop comes to a timer, on average of 5 minutes.'),
    loopUtilization: ratio(0.95, 'Share of time in which the event loop is active, on average of 5 minutes.'),
    heapRatio: ratio(0.9, 'Of the limit of the heap, on average of 5 minutes.'),
    fileDescriptorsRatio: ratio(0.8, 'Of the file descriptors that the process may have open.'),
    restarts: amount(3, 'Within 15 minutes; more are told.'),
  },
  host: {
    cpuRatio: ratio(0.9, 'Share of time in which the CPUs of a machine work, on average of 5 minutes.'),
    cpuPressureRatio: ratio(0.5, 'Share of time in which some task waited for a CPU.'),
    memoryRatio: ratio(0.9, 'Of the memory that is not available to new programs, on average of 5 minutes.'),
    memoryPressureRatio: ratio(0.2, 'Share of time in which some task waited for memory.'),
    swapPagesPerSecond: amount(1000, 'Pages swapped in and out.'),
    majorFaultsPerSecond: amount(500, 'Page faults that had to read from a disk.'),
    fileDescriptorsRatio: ratio(0.8, 'Of the files that the machine may have open.'),
    temperatureCelsius: celsius(85, 'Of a sensor that has no limit of its own.'),
    diskRatio: ratio(0.95, 'Of the space of a file system that everybody may use.'),
    diskFillsIn24hRatio: ratio(0.6, 'What has to be used before it is told that a file system will be full within 24 hours.'),
    diskFillsIn4hRatio: ratio(0.8, 'What has to be used before it is told that a file system will be full within 4 hours.'),
    freeInodesRatio: ratio(0.05, 'Of the inodes of a file system; fewer are told.'),
    diskQueueLength: amount(10, 'Reads and writes under way at a disk, on average of 5 minutes.'),
    ioPressureRatio: ratio(0.3, 'Share of time in which all tasks that could work waited for a disk.'),
    networkErrorsRatio: ratio(0.01, 'Of the packets of an interface, by direction.'),
    networkDropsRatio: ratio(0.01, 'Of the packets of an interface, by direction.'),
    networkPacketsPerSecond: amount(10, 'Below it, an interface is not judged.'),
  },
  container: {
    memoryRatio: ratio(0.9, 'Of the limit of memory, on average of 5 minutes; at it, something is killed.'),
    throttledRatio: ratio(0.25, 'Of the periods in which the container ran, those in which it had used up its limit of CPU.'),
    pidsRatio: ratio(0.9, 'Of the processes and threads that the container may have.'),
  },
  pipeline: {
    flaps: amount(4, 'Changes of a target between up and down within 15 minutes; more are told.'),
    scrapeSeconds: seconds(5, 'Duration of a scrape, on average of 5 minutes; at its timeout the target is down.'),
    samplesRatio: ratio(0.8, 'Of the limit of samples of a scrape, at which it is refused.'),
    linesRatio: ratio(0.8, 'Of the budget of sample lines of a process, beyond which series are folded.'),
    incompleteScrapesRatio: ratio(0.1, 'Of the scrapes of a process, those that lack something or failed.'),
    failedExportsRatio: ratio(0.5, 'Of the pushes of a process, those that failed.'),
    readingAgeSeconds: seconds(120, 'Age of what the collector samples in the background.'),
    failedNotificationsRatio: ratio(
      0.01,
      'Of the notifications by an integration, and of the alerts sent to an Alertmanager, those that failed.',
    ),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Threshold>>>>;

type Table = typeof thresholds;
/** The values in force. */
export type Thresholds = { readonly [D in keyof Table]: { readonly [K in keyof Table[D]]: number } };

/** `latencySeconds` → `latency_seconds`, as a file and a variable have it. */
export const snake = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The values that count where nobody said otherwise. */
export const defaultThresholds: Thresholds = Object.fromEntries(
  Object.entries(thresholds).map(([domain, table]) => [
    domain,
    Object.fromEntries(Object.entries(table).map(([key, { fallback }]) => [key, fallback])),
  ]),
) as Thresholds;
