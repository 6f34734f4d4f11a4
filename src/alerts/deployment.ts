import { defaultMaxLines, linesPerSeries, seriesLimit } from '../catalogue/budget.ts';
import { definitionsOf } from '../catalogue/define.ts';
import { pipeline } from '../catalogue/pipeline.ts';
import { defaultThresholds, type Thresholds } from './thresholds.ts';

/** What is scraped, by what it does; each may be several jobs of Prometheus. */
export const roles = ['api', 'worker', 'agent', 'collector', 'prometheus', 'alertmanager', 'grafana'] as const;
export type Role = (typeof roles)[number];
export type Jobs = Readonly<Record<Role, readonly string[]>>;

/** What an operator may say of the place where all of this runs. */
export interface Deployment {
  readonly thresholds: Thresholds;
  readonly jobs: Jobs;
  /** Where the runbooks are read: a URL without a slash at its end. */
  readonly runbooks: string;
  /** Where people open Grafana: a URL without a slash at its end. */
  readonly grafana: string;
}

export const defaultDeployment: Deployment = {
  thresholds: defaultThresholds,
  jobs: Object.fromEntries(roles.map((role) => [role, [role]])) as unknown as Jobs,
  runbooks: 'https://github.com/autonomica/metrics/blob/main/docs/runbooks',
  grafana: 'http://localhost:3001',
};

/** How often Prometheus scrapes and evaluates, and how long a scrape may take. */
export const scrapeIntervalSeconds = 15;
export const scrapeTimeoutSeconds = 10;

/** What a process may expose beside its budget: what it says of itself. */
const exemptLines = [...definitionsOf(pipeline)].reduce((sum, each) => sum + seriesLimit(each) * linesPerSeries(each), 0);
/** Above what a process within its budget exposes; `ScrapeSamplesGrowing` begins below it. */
const headroom = 1.25;
/**
 * The `sample_limit` of a job. A scrape of more samples is refused as a whole, so a process within its budget never reaches it:
 * it folds what is beyond.
 */
export const sampleLimit = Math.ceil(((defaultMaxLines + exemptLines) * headroom) / 1000) * 1000;
