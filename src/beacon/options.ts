import { ConfigError } from '../environment.ts';
import { isText, isWhole, shown } from '../setting.ts';
import type { Rates } from './limiter.ts';
import type { Names } from './names.ts';

/** Whose beacons are taken, and what of them is kept. */
export interface BeaconOptions {
  /** The origins of pages that may send, each as a browser says it: `https://app.example.com`. */
  readonly origins: readonly string[];
  /** Applications that are told apart; unset, they are not. */
  readonly apps?: readonly string[] | undefined;
  /** Names of pages that are kept; unset, and for what is not among them, `other`. So with the following ones. */
  readonly pages?: Names | undefined;
  readonly actions?: Names | undefined;
  /** Templates of routes: of requests, and of pages that are not among `pages`, whose names are routes already. */
  readonly routes?: Names | undefined;
  /** Classes of errors; unset, those of the language and the DOM. */
  readonly errors?: Names | undefined;
  /** Beacons per second, and ten times as many at once. */
  readonly rate?: { readonly [rate in keyof Rates]?: Rates[rate] | undefined } | undefined;
  /** How many proxies of one's own add to `X-Forwarded-For`; unset, none: the client is who is connected. */
  readonly trustedHops?: number | undefined;
}

/** As many as the catalogue keeps of an attribute. */
export const mostNames = 50;
/** Five of a page at once, and an office behind one address; all together cost a core a few per cent. */
export const usualRates: Rates = { perClient: 5, overall: 200 };

/** A rate that is set to undefined is unset, and no end to what may come. */
export const ratesOf = ({ perClient = usualRates.perClient, overall = usualRates.overall }: BeaconOptions['rate'] = {}): Rates => ({
  perClient,
  overall,
});

function isOrigin(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { origin, protocol } = new URL(value);
  // none is a pattern
  return /^https?:$/.test(protocol) && origin === value && !value.includes('*');
}

const isList = (value: unknown, is: (each: unknown) => boolean): boolean => Array.isArray(value) && value.length > 0 && value.every(is);
const areNames = (value: unknown): boolean => isList(value, isText) && (value as readonly string[]).length <= mostNames;
export const isRate = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value > 0;

function areRates(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(([key, rate]) => ['perClient', 'overall'].includes(key) && (rate === undefined || isRate(rate)));
}

/** What an option must be. */
export interface Rule {
  readonly expects: string;
  readonly accepts: (value: unknown) => boolean;
}

const names: Rule = {
  expects: `a list of 1 to ${mostNames} names or a regular expression`,
  accepts: (value) => value instanceof RegExp || areNames(value),
};
export const rules: Readonly<Record<keyof BeaconOptions, Rule>> = {
  origins: {
    expects: 'a list of origins such as "https://app.example.com": scheme and host, a port unless it is the usual one, no path and no *',
    accepts: (value) => isList(value, isOrigin),
  },
  apps: { expects: `a list of 1 to ${mostNames} names`, accepts: areNames },
  pages: names,
  actions: names,
  routes: names,
  errors: names,
  rate: { expects: '{ perClient, overall }, beacons per second above 0', accepts: areRates },
  trustedHops: { expects: 'a whole number of proxies from 0 to 100', accepts: (value) => isWhole(value, 0, 100) },
};

/**
 * The options, if they are right.
 * @throws ConfigError that lists every one that is wrong, missing or unknown
 */
export function checked(options: BeaconOptions): BeaconOptions {
  const given: Readonly<Record<string, unknown>> = { ...options };
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(rules, name));
  const wrong = Object.entries(rules).filter(
    ([name, { accepts }]) => (given[name] !== undefined || name === 'origins') && !accepts(given[name]),
  );
  const problems = [
    ...unknown.map((name) => `option "${name}" is unknown`),
    ...wrong.map(([name, { expects }]) => `option "${name}": ${shown(given[name])} is not ${expects}`),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return options;
}
