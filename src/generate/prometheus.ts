import { stringify } from 'yaml';
import {
  type Access,
  type Deployment,
  roles,
  sampleLimit,
  scrapeIntervalSeconds,
  scrapeTimeoutSeconds,
  type Targets,
  targetsOf,
} from '../alerts/deployment.ts';
import { canaryJob } from '../alerts/canary.ts';
import { snake } from '../alerts/thresholds.ts';
import { generated } from './rules.ts';

/**
 * What a target may send, and a discovery find, before Prometheus refuses it: far above what this package exposes, far below what would
 * take Prometheus away from the others. A line is about 200 bytes; an attribute's name has at most 255 letters.
 */
export const scrapeLimits = {
  sample_limit: sampleLimit,
  label_limit: 64,
  label_name_length_limit: 255,
  label_value_length_limit: 4096,
  target_limit: 500,
  body_size_limit: '16MB',
};

const refreshed = { refresh_interval: '30s' };

/** A name with a port is looked up for addresses, one without for SRV records, which have the ports. */
function dnsConfig(entry: string): object {
  const [name, port] = entry.split(':');
  return port === undefined ? { names: [name], ...refreshed } : { names: [name], type: 'A', port: Number(port), ...refreshed };
}

/** https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config */
function discovery(targets: Targets): object {
  const { static: addresses, files, dns, http } = targets;
  return {
    ...(addresses.length > 0 && { static_configs: [{ targets: addresses }] }),
    ...(files.length > 0 && { file_sd_configs: [{ files, ...refreshed }] }),
    ...(dns.length > 0 && { dns_sd_configs: dns.map(dnsConfig) }),
    ...(http.length > 0 && { http_sd_configs: http.map((url) => ({ url, ...refreshed })) }),
  };
}

type Part = Readonly<Record<string, unknown>>;

/** By Prometheus' own names. */
const named = (part: object): Part =>
  Object.fromEntries(
    Object.entries(part as Part).map(([key, value]) => [snake(key), value instanceof Object ? named(value) : value] as const),
  );

const scraping = (job: string, deployment: Deployment): object => ({
  job_name: job,
  ...named(deployment.access[job] ?? {}),
  ...scrapeLimits,
  ...discovery(targetsOf(job, deployment)),
});

/** Alerts are sent to where metrics are asked for: below what stands before `/metrics`, as Alertmanager's own route prefix does. */
function sending(job: string, deployment: Deployment): object {
  const { metricsPath = '', ...access }: Access = deployment.access[job] ?? {};
  const [, pathPrefix] = /^(.+)\/metrics$/.exec(metricsPath) ?? [];
  return { ...named({ ...access, ...(pathPrefix !== undefined && { pathPrefix }) }), ...discovery(targetsOf(job, deployment)) };
}

/** Where alerts are sent: Prometheus finds Alertmanager as it finds what it scrapes. */
const alerting = (deployment: Deployment): object =>
  deployment.jobs.alertmanager.length === 0
    ? {}
    : { alerting: { alertmanagers: deployment.jobs.alertmanager.map((job) => sending(job, deployment)) } };

/** There is a target only while doctor looks. */
const canaries = { job_name: canaryJob, ...scrapeLimits, file_sd_configs: [{ files: [`targets/${canaryJob}/*.json`] }] };

/** Prometheus' configuration, of options that 2.42 and all later versions know. */
export function prometheusFile(deployment: Deployment): string {
  const { jobs, environment, cluster } = deployment;
  const scraped = [...new Set(roles.flatMap((role) => jobs[role]))];
  return `${generated}${stringify(
    {
      global: {
        scrape_interval: `${scrapeIntervalSeconds}s`,
        scrape_timeout: `${scrapeTimeoutSeconds}s`,
        evaluation_interval: `${scrapeIntervalSeconds}s`,
        external_labels: { environment, ...(cluster !== '' && { cluster }) },
      },
      rule_files: ['rules/*.yml'],
      ...alerting(deployment),
      scrape_configs: [...scraped.map((job) => scraping(job, deployment)), canaries],
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  )}`;
}
