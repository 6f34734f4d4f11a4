import { defaultMaxLines, linesPerSeries, seriesLimit } from '../catalogue/budget.ts';
import { definitionsOf } from '../catalogue/define.ts';
import { pipeline } from '../catalogue/pipeline.ts';
import { type Alerting, defaultAlerting } from './receivers.ts';
import { defaultThresholds, type Thresholds } from './thresholds.ts';

/** What is scraped, by what it does; each may be several jobs of Prometheus, or none. */
export const roles = ['api', 'worker', 'agent', 'collector', 'prometheus', 'alertmanager', 'grafana'] as const;
export type Role = (typeof roles)[number];
export type Jobs = Readonly<Record<Role, readonly string[]>>;

/** How the instances of a job are found. */
export interface Targets {
  /** Addresses, `host:port`. */
  readonly static: readonly string[];
  /** Files that list them, read again when they change; relative to Prometheus' configuration. */
  readonly files: readonly string[];
  /** Names that are looked up: `host:port` for its addresses, without a port for an SRV record. */
  readonly dns: readonly string[];
  /** URLs that list them. https://prometheus.io/docs/prometheus/latest/http_sd/ */
  readonly http: readonly string[];
}

/** The roles of the monitoring itself. */
export const selves = ['prometheus', 'alertmanager', 'grafana'] as const satisfies readonly Role[];
export type Self = (typeof selves)[number];

/** How the instances of a job are asked, where it is not by `http://…/metrics`. Files are those that Prometheus sees, by absolute paths. */
export interface Access {
  readonly scheme?: 'http' | 'https';
  readonly metricsPath?: string;
  readonly tlsConfig?: {
    readonly caFile?: string;
    readonly certFile?: string;
    readonly keyFile?: string;
    readonly serverName?: string;
    readonly insecureSkipVerify?: boolean;
  };
  readonly basicAuth?: { readonly username: string; readonly passwordFile: string };
  /** A bearer's token. */
  readonly authorization?: { readonly credentialsFile: string };
}

/** Where each is on one machine, the demo's services among them. */
export const usual: Readonly<Record<Role, string>> = {
  api: 'localhost:9464',
  worker: 'localhost:9467',
  agent: 'localhost:9466',
  collector: 'localhost:8000',
  prometheus: 'localhost:9090',
  alertmanager: 'localhost:9093',
  grafana: 'localhost:3001',
};

/** Of these there may be any number of instances. */
export const listed: readonly Role[] = ['api', 'worker', 'agent', 'collector'];

/** What lists a job's instances beside its configuration. */
export const filesOf = (job: string): readonly string[] => [`targets/${job}/*.yml`, `targets/${job}/*.json`];

/** How a job's instances are found: as the deployment says, else where the first job of its role usually is, services by files too. */
export function targetsOf(job: string, { jobs, targets }: Pick<Deployment, 'jobs' | 'targets'>): Targets {
  const first = roles.filter((role) => jobs[role][0] === job).map((role) => usual[role]);
  const isListed = listed.some((role) => jobs[role].includes(job));
  const files = isListed ? filesOf(job) : [];
  return targets[job] ?? { static: first, files, dns: [], http: [] };
}

/** What an operator may say of the place where all of this runs. */
export interface Deployment {
  readonly thresholds: Thresholds;
  readonly jobs: Jobs;
  /** By job, where it is not what `targetsOf` takes for granted. */
  readonly targets: Readonly<Record<string, Targets>>;
  /** By job. */
  readonly access: Readonly<Record<string, Access>>;
  readonly alerting: Alerting;
  readonly kubernetes: {
    /** The jobs by which a cluster has its monitoring scraped without us; none, and a monitor of ours does, under the name that `jobs` has. */
    readonly jobs: Readonly<Record<Self, readonly string[]>>;
    /** Where services are looked for; none, it is everywhere. */
    readonly namespaces: readonly string[];
  };
  /** A label of every alert, by which several of these are told apart. */
  readonly environment: string;
  /** The same; empty, there is no such label. */
  readonly cluster: string;
  /** Where the runbooks are read: a URL without a slash at its end. */
  readonly runbooks: string;
  /** Where people open Grafana: a URL without a slash at its end. */
  readonly grafana: string;
}

/** The jobs of applications: any of them may serve, work on tasks and call models. */
export const applications = ({ api, worker, agent }: Jobs): readonly string[] => [...new Set([...api, ...worker, ...agent])];
/** The jobs that may take the beacons of browsers. */
export const beacons = ({ api, collector }: Jobs): readonly string[] => [...new Set([...api, ...collector])];

export const defaultDeployment: Deployment = {
  thresholds: defaultThresholds,
  jobs: Object.fromEntries(roles.map((role) => [role, [role]])) as unknown as Jobs,
  targets: {},
  access: {},
  alerting: defaultAlerting,
  kubernetes: { jobs: { prometheus: [], alertmanager: [], grafana: [] }, namespaces: [] },
  environment: 'local',
  cluster: '',
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
