import type { Names } from '../beacon/names.ts';
import { type BeaconOptions, isRate, mostNames, type Rule, rules, usualRates } from '../beacon/options.ts';
import { paths } from '../endpoint/paths.ts';
import { listOf, type Setting, setting, type ValuesOf, whole } from '../setting.ts';
import { namesOf } from './names.ts';

type Facts = Pick<Setting<unknown>, 'variable' | 'means'>;

/** What nothing stands for unless it is set. */
function optional<T>(facts: Facts, { expects, accepts }: Rule, read: (text: string) => T | undefined): Setting<T | undefined> {
  const sound = (value: T | undefined): T | undefined => (accepts(value) ? value : undefined);
  return { ...facts, fallback: undefined, expects, accepts, read: (text) => sound(read(text)) };
}

const names = (facts: Facts): Setting<Names | undefined> =>
  optional(
    facts,
    { ...rules.pages, expects: `a list of 1 to ${mostNames} names or a regular expression /…/ in which a slash is [/]` },
    namesOf,
  );

const rate = (fallback: number, facts: Facts): Setting<number> => ({
  ...facts,
  fallback,
  expects: 'beacons per second, a number above 0',
  read: (text) => [/^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : 0].find(isRate),
  accepts: isRate,
});

/** Whether it is a path as browsers send it, and not the endpoint's own. */
const isFree = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.startsWith('/') &&
  !value.startsWith('//') &&
  URL.canParse(value, 'http://localhost') &&
  new URL(value, 'http://localhost').pathname === value &&
  !(paths as readonly string[]).includes(value);

/** What the collector takes of browsers, beside what it measures. */
export const beaconSettings = {
  beaconOrigins: optional(
    { variable: 'AUTONOMICA_METRICS_BEACON_ORIGINS', means: 'origins of the pages whose beacons are taken, a list; unset, none is' },
    rules.origins,
    listOf,
  ),
  beaconPath: setting<string>({
    variable: 'AUTONOMICA_METRICS_BEACON_PATH',
    fallback: '/beacon',
    means: 'the path that takes them',
    expects: `a path such as /beacon, other than ${paths.join(' ')}`,
    read: (text) => (isFree(text) ? text : undefined),
    accepts: isFree,
  }),
  beaconApps: optional(
    { variable: 'AUTONOMICA_METRICS_BEACON_APPS', means: 'applications that are told apart, a list; unset, they are not' },
    rules.apps,
    listOf,
  ),
  beaconPages: names({
    variable: 'AUTONOMICA_METRICS_BEACON_PAGES',
    means: 'pages that are told apart, a list or /regexp/; what is not is "other"',
  }),
  beaconActions: names({ variable: 'AUTONOMICA_METRICS_BEACON_ACTIONS', means: 'actions of users that are told apart, likewise' }),
  beaconRoutes: names({
    variable: 'AUTONOMICA_METRICS_BEACON_ROUTES',
    means: 'templates of routes that are told apart, likewise',
  }),
  beaconErrors: names({
    variable: 'AUTONOMICA_METRICS_BEACON_ERRORS',
    means: 'classes of errors that are told apart, likewise; unset, those of the language and the DOM',
  }),
  beaconClientRate: rate(usualRates.perClient, {
    variable: 'AUTONOMICA_METRICS_BEACON_CLIENT_RATE',
    means: 'beacons per second of one client, and ten times as many at once',
  }),
  beaconOverallRate: rate(usualRates.overall, {
    variable: 'AUTONOMICA_METRICS_BEACON_OVERALL_RATE',
    means: 'beacons per second of all clients together, likewise',
  }),
  beaconTrustedHops: setting<number>({
    variable: 'AUTONOMICA_METRICS_BEACON_TRUSTED_HOPS',
    fallback: 0,
    means: 'how many proxies of your own add to X-Forwarded-For; 0, the client is who is connected',
    expects: rules.trustedHops.expects,
    read: (text) => [whole(text)].find(rules.trustedHops.accepts),
    accepts: rules.trustedHops.accepts,
  }),
};

type BeaconSettings = ValuesOf<typeof beaconSettings>;

/** What a beacon of these settings takes; undefined where none is taken. */
export function beaconOptions(settings: BeaconSettings): BeaconOptions | undefined {
  if (settings.beaconOrigins === undefined) return undefined;
  return {
    origins: settings.beaconOrigins,
    apps: settings.beaconApps,
    pages: settings.beaconPages,
    actions: settings.beaconActions,
    routes: settings.beaconRoutes,
    errors: settings.beaconErrors,
    rate: { perClient: settings.beaconClientRate, overall: settings.beaconOverallRate },
    trustedHops: settings.beaconTrustedHops,
  };
}

/** What was set of a beacon that nobody may send; not where somebody is named who can not be meant. */
export function withoutBeacon(settings: BeaconSettings, wrong: readonly string[]): readonly string[] {
  const { variable } = beaconSettings.beaconOrigins;
  if (settings.beaconOrigins !== undefined || [variable, '--beacon-origins'].some((name) => wrong.includes(name))) return [];
  const without = `no beacon is taken without ${variable}: set that too`;
  return (Object.keys(beaconSettings) as (keyof BeaconSettings)[])
    .filter((option) => settings[option] !== beaconSettings[option].fallback)
    .map((option) => `${beaconSettings[option].variable}: ${without}`);
}
