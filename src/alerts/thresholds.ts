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

/** Names that an operator may list. */
export interface Listed {
  readonly fallback: readonly string[];
  readonly means: string;
  /** What a list must be, as a message ends: `… is not <expects>`. */
  readonly expects: string;
  /** What each of its names looks like. */
  readonly each: RegExp;
}

const ratio = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 1, means });
/** Below 1, or there is no budget to burn; not so low that 14.4 times the budget were more than everything, which no alert could tell. */
const objective = (fallback: number, means: string): Threshold => ({ fallback, least: 0.94, most: 0.99999, means });
const seconds = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 30 * 86_400, means });
const celsius = (fallback: number, means: string): Threshold => ({ fallback, least: -50, most: 200, means });
const amount = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 1e12, means });

const routes = (means: string): Listed => ({
  fallback: [],
  means,
  expects: 'a list of routes that begin with "/" or "*", such as /runs/:id/events',
  each: /^[/*]\S*$/,
});

/** Where an alert begins, by domain; the dashboards draw the same values. */
export const thresholds = {
  api: {
    availabilityObjective: objective(0.999, 'Share of requests that end without a 5xx.'),
    latencyObjective: objective(0.99, 'Share of requests that end within `latencySeconds`.'),
    latencySeconds: {
      ...seconds(0.5, 'A request is fast enough up to here; a bucket boundary of `http.server.request.duration`.'),
      boundaryOf: api.request.duration,
    },
    minimumMissedRequests: amount(
      10,
      'Fewer that miss an objective, in the long window of a burn, are told to nobody: of little traffic one is a large share.',
    ),
    latencyExcludedRoutes: routes(
      'Routes that are meant to take long, streams and long polls, each whole, as the label `http_route` has it: no latency counts them.',
    ),
    slowRouteSeconds: seconds(2, 'The 99th percentile of a route.'),
    slowRouteRequestsPerSecond: amount(0.1, 'Below it, a route is not judged.'),
    trafficDropRatio: ratio(0.25, 'Of what it was at the same time a day ago and a week ago, whichever was less.'),
    trafficDropRequestsPerSecond: amount(1, 'What it has to have been a day ago and a week ago.'),
    errorSpikeFactor: amount(
      4,
      'How many times the errors of a component have to be those of the day before and of a week ago, whichever were more.',
    ),
    errorSpikePerSecond: amount(0.05, 'Below it, the errors of a component are no spike.'),
  },
  worker: {
    growingTasks: amount(1000, 'Tasks that wait in a queue and become more.'),
    growthRatio: ratio(0.05, 'By how much of what waits it has to become more in 30 minutes; less is a queue that is as long as ever.'),
    oldestTaskSeconds: seconds(300, 'How long the oldest task of a queue may wait; four times as long is critical.'),
    failureRatio: ratio(0.05, 'Share of the tasks of a queue that fail for good.'),
    retryRatio: ratio(0.3, 'Share of the attempts at tasks of a queue that have to be made again.'),
    minimumTasks: amount(10, 'In 10 minutes; below it, no share of a queue is judged.'),
    saturationRatio: ratio(0.95, 'Share of the slots of a queue that is taken while tasks wait.'),
    stuckTaskSeconds: seconds(3600, 'How long one attempt at a task may take.'),
    lostTasks: amount(3, 'Tasks of a queue whose workers were lost within 15 minutes.'),
    scheduleLagSeconds: seconds(60, 'How late scheduled tasks may begin, on the mean of an hour.'),
    minimumScheduledTasks: amount(1, 'In an hour; below it, no lag is judged.'),
  },
  agent: {
    failureRatio: ratio(0.2, 'Share of the runs of an agent that fail, of those that nobody cancelled.'),
    minimumRuns: amount(5, 'In 15 minutes; below it, no failures of an agent are judged.'),
    stuckRunSeconds: seconds(1800, 'How long a run of an agent may take.'),
    dollarsPerHour: amount(20, 'What calls of models may cost in an hour, all together.'),
    dollarsPerDay: amount(200, 'What they may cost in a day.'),
    tokenRateFactor: amount(
      4,
      'How many times the tokens of a model have to be those of the day before and of a week ago, whichever were more.',
    ),
    tokenRatePerSecond: amount(50, 'Below it, the tokens of a model are not judged.'),
    providerErrorRatio: ratio(0.1, 'Share of the calls of a provider that fail.'),
    minimumModelCalls: amount(10, 'In 10 minutes; below it, no provider and no model is judged.'),
    toolFailureRatio: ratio(0.5, 'Share of the calls of a tool that fail.'),
    minimumToolCalls: amount(10, 'In 15 minutes; below it, no tool is judged.'),
    stepsPerRun: amount(50, 'The 95th percentile of the steps of an agent.'),
    minimumRunsForSteps: amount(5, 'In an hour; below it, no steps of an agent are judged.'),
    firstChunkSeconds: seconds(5, 'The 95th percentile of the time to the first of a streamed answer.'),
  },
  frontend: {
    lcpSeconds: seconds(2.5, 'The 75th percentile of the Largest Contentful Paint of a page.'),
    inpSeconds: seconds(0.2, 'The 75th percentile of the Interaction to Next Paint of a page.'),
    cls: amount(0.1, 'The 75th percentile of the Cumulative Layout Shift of a page.'),
    minimumViews: amount(50, 'In 30 minutes; below it, no page is judged.'),
    errorRatio: ratio(0.02, 'Uncaught errors of a page by its views.'),
    requestErrorRatio: ratio(0.05, 'Share of the requests of browsers to a route that get a 5xx or no answer.'),
    minimumRequests: amount(20, 'In 10 minutes; below it, no route is judged.'),
    refusedRatio: ratio(0.2, 'Share of the beacons that is refused for one reason.'),
    minimumBeacons: amount(20, 'In 15 minutes; below it, no refusals are judged.'),
    absentBeaconsPerSecond: amount(0.05, 'How many beacons there have to have been a day ago and a week ago for their absence to be told.'),
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
    diskFillsIn4hRatio: ratio(0.85, 'What has to be used before it is told that a file system will be full within 4 hours.'),
    freeInodesRatio: ratio(0.05, 'Of the inodes of a file system; fewer are told.'),
    diskQueueLength: amount(10, 'Reads and writes under way at a disk, on average of 5 minutes.'),
    ioPressureRatio: ratio(0.3, 'Share of time in which all tasks that could work waited for a disk.'),
    networkErrorsRatio: ratio(0.01, 'Of the packets of an interface, by direction.'),
    networkDropsRatio: ratio(0.01, 'Of the packets of an interface, by direction.'),
    networkPacketsPerSecond: amount(10, 'Below it, an interface is not judged.'),
  },
  container: {
    memoryRatio: ratio(0.9, 'Of the limit of memory, on average of 5 minutes; at it, something is killed.'),
    oomKilledRatio: ratio(
      0.5,
      'Of its limit of memory, what a container that has ended has to have used for a kill that the machine counts to be taken for its own.',
    ),
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
} as const satisfies Readonly<Record<string, Readonly<Record<string, Threshold | Listed>>>>;

type Table = typeof thresholds;
/** The values in force. */
export type Thresholds = {
  readonly [D in keyof Table]: { readonly [K in keyof Table[D]]: Table[D][K] extends Threshold ? number : readonly string[] };
};

/** `latencySeconds` → `latency_seconds`, as a file and a variable have it. */
export const snake = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The values that count where nobody said otherwise. */
export const defaultThresholds: Thresholds = Object.fromEntries(
  Object.entries(thresholds).map(([domain, table]) => [
    domain,
    Object.fromEntries(Object.entries(table).map(([key, { fallback }]) => [key, fallback])),
  ]),
) as Thresholds;
