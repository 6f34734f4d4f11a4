import type { Alerting, BusinessHours, Receiver, Version, Webhook } from '../alerts/receivers.ts';
import { versions } from '../alerts/receivers.ts';
import { isText, isUrl } from '../setting.ts';

/** What may stand at a key of the part `alerting` of an operator's file. */
export interface Key {
  /** What a value must be, as a message ends: `… is not <expects>`. */
  readonly expects: string;
  readonly accepts: (value: unknown) => boolean;
  readonly isRequired?: true;
  /** Whether its value is never shown: a secret may have been put where its file belongs. */
  readonly isSecret?: true;
  /** The first Alertmanager that reads it. */
  readonly since?: Version;
}
export type Keys<T> = { readonly [K in keyof Required<T>]: Key };

export const secretFile: Key = {
  expects: 'the absolute path of a file that holds the secret and nothing else',
  accepts: (value) => typeof value === 'string' && /^\/[^\n]*[^/\n]$/.test(value),
  isSecret: true,
};
function isOpenUrl(value: unknown): boolean {
  if (!isUrl(value) || !/^https?:/.test(value as string)) return false;
  const { username, password } = new URL(value as string);
  return username + password === '';
}
const url: Key = { expects: 'a URL of http or https without a password', accepts: isOpenUrl, isSecret: true };
const text: Key = { expects: 'a text', accepts: isText };
const isAddress = (value: unknown): boolean => typeof value === 'string' && /^[^\s@,<>]+@[^\s@,<>]+$/.test(value);
const isListOf = (value: unknown, is: (each: unknown) => boolean): boolean => Array.isArray(value) && value.length > 0 && value.every(is);
const required = (key: Key): Key => ({ ...key, isRequired: true });
const from028 = (key: Key): Key => ({ ...key, since: '0.28' });

/** Of each way to tell somebody. */
export const receiverKeys: { readonly [K in keyof Receiver]-?: Keys<NonNullable<Receiver[K]>> } = {
  slack: { urlFile: required(secretFile), channel: text },
  email: {
    to: required({ expects: 'a list of addresses', accepts: (value) => isListOf(value, isAddress) }),
    from: required({ expects: 'an address', accepts: isAddress }),
    smarthost: required({ expects: 'host:port', accepts: (value) => typeof value === 'string' && /^[^\s/]+:\d{1,5}$/.test(value) }),
    username: text,
    passwordFile: secretFile,
    requireTls: { expects: 'true or false', accepts: (value) => typeof value === 'boolean' },
  },
  pagerduty: { routingKeyFile: required(secretFile), url },
  webhook: { url, urlFile: from028(secretFile), tokenFile: secretFile },
  discord: { urlFile: required(from028(secretFile)) },
  telegram: {
    tokenFile: required(from028(secretFile)),
    chatId: required({ expects: 'the number of a chat', accepts: (value) => Number.isSafeInteger(value) && value !== 0 }),
    url,
  },
};

export const watchdogKeys: Keys<Pick<Webhook, 'url' | 'urlFile'>> = { url, urlFile: from028(secretFile) };

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** Alertmanager's week begins on Sunday, and a span does not run past its end. */
function isSpan(value: unknown): boolean {
  const [first = '', last = first, ...rest] = String(value).split(':');
  return rest.length === 0 && days.includes(first) && days.indexOf(last) >= days.indexOf(first);
}
/** Go minds the case of letters, and this runtime does not. */
function isZone(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[A-Z]/.test(value)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions();
    return timeZone === value || timeZone.toLowerCase() !== value.toLowerCase();
  } catch {
    return false;
  }
}
const time: Key = {
  expects: 'a time such as "08:00"',
  accepts: (value) => typeof value === 'string' && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(value),
};
const names: Key = { expects: 'a list of names', accepts: (value) => isListOf(value, isText) };

export const businessHoursKeys: Keys<BusinessHours> = {
  teams: required(names),
  weekdays: {
    expects: 'a list of days such as "monday", or of spans such as "monday:friday", from Sunday to Saturday',
    accepts: (value) => isListOf(value, isSpan),
  },
  from: time,
  to: time,
  timeZone: { expects: 'a time zone such as "Europe/Berlin"', accepts: isZone },
};

/** YAML takes `0.28` for a number. */
export const versionOf = (value: unknown): Version | undefined => versions.find((each) => value === each || value === Number(each));

const any: Key = { expects: '', accepts: () => true };
export const alertingKeys: Keys<Alerting> = {
  version: {
    expects: `one of ${versions.map((each) => `"${each}"`).join(', ')}`,
    accepts: (value) => versionOf(value) !== undefined,
  },
  receivers: any,
  default: names,
  critical: names,
  info: names,
  teams: any,
  businessHours: any,
  watchdog: any,
  doctor: any,
};
