/** A number that an operator may set. */
export interface Threshold {
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
  readonly means: string;
}

const ratio = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 1, means });
/** Below 1, or there is no budget to burn; not so low that 14.4 times the budget were more than everything, which no alert could tell. */
const objective = (fallback: number, means: string): Threshold => ({ fallback, least: 0.94, most: 0.99999, means });
const seconds = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 30 * 86_400, means });
const amount = (fallback: number, means: string): Threshold => ({ fallback, least: 0, most: 1e12, means });

/** Where an alert begins, by domain; the dashboards draw the same values. */
export const thresholds = {
  api: {
    availabilityObjective: objective(0.999, 'Share of requests that end without a 5xx.'),
    latencyObjective: objective(0.99, 'Share of requests that end within `latencySeconds`.'),
    latencySeconds: seconds(0.5, 'A request is fast enough up to here; a bucket boundary of `http.server.request.duration`.'),
    minimumRequestsPerSecond: amount(0.02, 'Below it, no burn of an error budget is told: one request would be much of it.'),
    slowRouteSeconds: seconds(2, 'The 99th percentile of a route.'),
    slowRouteRequestsPerSecond: amount(0.1, 'Below it, a route is not judged.'),
    trafficDropRatio: ratio(0.25, 'Of what it was at the same time a day ago.'),
    trafficDropRequestsPerSecond: amount(1, 'What it has to have been a day ago.'),
    errorSpikeFactor: amount(4, 'How many times the errors of a component have to be those of the day before.'),
    errorSpikePerSecond: amount(0.05, 'Below it, the errors of a component are no spike.'),
  },
  worker: {
    growingTasks: amount(1000, 'Tasks that wait in a queue and become more.'),
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
    tokenRateFactor: amount(4, 'How many times the tokens of a model have to be those of the day before.'),
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
    absentBeaconsPerSecond: amount(0.05, 'How many beacons there have to have been a day ago for their absence to be told.'),
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
