import { canaryPort } from './canary.ts';

/** An Alertmanager that has to read the file; a newer one reads it as well. */
export const versions = ['0.25', '0.28'] as const;
export type Version = (typeof versions)[number];

/** By an incoming webhook; `channel` is for those that may choose it. */
export interface Slack {
  readonly urlFile: string;
  readonly channel?: string;
}
export interface Email {
  readonly to: readonly string[];
  readonly from: string;
  /** `host:port` */
  readonly smarthost: string;
  readonly username?: string;
  readonly passwordFile?: string;
  /** Unset, it has to: STARTTLS, or TLS at once on port 465. */
  readonly requireTls?: boolean;
}
/** By Events API v2; `url` is where a region has its own. */
export interface PagerDuty {
  readonly routingKeyFile: string;
  readonly url?: string;
}
/** One of both URLs; the token is sent as a bearer's. */
export interface Webhook {
  readonly url?: string;
  readonly urlFile?: string;
  readonly tokenFile?: string;
}
export interface Discord {
  readonly urlFile: string;
}
/** By a bot; `url` is where its API is another's than Telegram's. */
export interface Telegram {
  readonly tokenFile: string;
  readonly chatId: number;
  readonly url?: string;
}

/** Where somebody is told; all of the ways that it has are taken at once. Secrets are files, by absolute paths, never values. */
export interface Receiver {
  readonly slack?: Slack;
  readonly email?: Email;
  readonly pagerduty?: PagerDuty;
  readonly webhook?: Webhook;
  readonly discord?: Discord;
  readonly telegram?: Telegram;
}

/** When the warnings of some teams are told; what still fires when it begins is told then. */
export interface BusinessHours {
  readonly teams: readonly string[];
  /** Days and spans of them: `monday:friday`. */
  readonly weekdays: readonly string[];
  /** `08:00` */
  readonly from: string;
  readonly to: string;
  /** Of the IANA database. */
  readonly timeZone: string;
}

/** Who is told of what, by the names of receivers. */
export interface Alerting {
  readonly version: Version;
  readonly receivers: Readonly<Record<string, Receiver>>;
  /** Told what belongs to none of `teams`; empty only where nobody is told of anything. */
  readonly default: readonly string[];
  /** Told of everything critical, at once, beside its team. */
  readonly critical: readonly string[];
  /** Told what is only worth knowing; empty, Alertmanager shows it, and nobody is told. */
  readonly info: readonly string[];
  readonly teams: Readonly<Record<string, readonly string[]>>;
  readonly businessHours?: BusinessHours;
  /** Called every minute as long as alerts are evaluated and sent: what tells that it is not has to be elsewhere. */
  readonly watchdog?: Pick<Webhook, 'url' | 'urlFile'>;
  /** Where doctor waits for its canary while it looks, as Alertmanager reaches it. */
  readonly doctor: Pick<Webhook, 'url' | 'urlFile'>;
}

/** Alertmanager holds and shows every alert, and tells nobody: where to, only an operator can know. */
export const defaultAlerting: Alerting = {
  version: '0.25',
  receivers: {},
  default: [],
  critical: [],
  info: [],
  teams: {},
  doctor: { url: `http://localhost:${canaryPort}/` },
};
