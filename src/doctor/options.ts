import type { Accesses } from './access.ts';
import type { Dashboard } from './dashboards.ts';
import type { Known } from './known.ts';

/** Hears what is being done. */
export type Tell = (step: string) => void;

/** What to look at, and how. URLs have no slash at their end, and no user. */
export interface Options {
  /** The URLs of metrics; none, those that Prometheus scrapes. */
  readonly targets: readonly string[];
  readonly prometheus: string | undefined;
  readonly alertmanager: string | undefined;
  readonly grafana: string | undefined;
  readonly accesses: Accesses;
  /** The metrics that are known, some of which may be one's own. */
  readonly known: Known;
  /** The rules that should be loaded, by name. */
  readonly rules: readonly string[];
  /** The dashboards that should be loaded. */
  readonly dashboards: readonly Dashboard[];
  /** The folder of Alertmanager's secrets. */
  readonly secrets: string | undefined;
  /** What is sent through the whole chain; undefined, nothing. */
  readonly canary: Canary | undefined;
  /** When it ends, whatever hangs. */
  readonly timeoutMs: number;
}

export interface Canary {
  /** The folder of a file discovery of Prometheus. */
  readonly targetsDir: string | undefined;
  /** Where the canary metric is served, and alerts are received: the address that Prometheus and Alertmanager reach. */
  readonly host: string;
  /** The port of the webhook. */
  readonly port: number;
}
