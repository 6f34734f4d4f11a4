import { canary, canaryAlert } from './canary.ts';
import { label } from './promql.ts';
import type { Alerting } from './receivers.ts';
import type { Severity } from './rule.ts';

/** A route, as Alertmanager has it; what it does not say is as in the one above. */
export interface Route {
  readonly matchers?: readonly string[];
  readonly receiver?: string;
  readonly active_time_intervals?: readonly string[];
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly routes?: readonly Route[];
}

/** Who is told: some receivers together, by a name that says whom. */
export const audiences = {
  nobody: 'nobody',
  /** What an operator has not said yet. */
  unconfigured: 'unconfigured',
  default: 'default',
  info: 'info',
  watchdog: 'watchdog',
  doctor: 'doctor',
  team: (name: string) => `team-${name}`,
  /** Those, and who is told of everything critical beside them. */
  critical: (audience: string) => `critical-${audience}`,
} as const;
export const businessHours = 'business-hours';

const of = (severity: Severity): string => `severity="${severity}"`;
/**
 * How long a group waits for more to be told at once, and when it is told again. Alertmanager looks every `group_interval`, and misses an
 * interval of repetition that is a multiple of it by a hair: hence a minute less.
 */
const usual = { group_wait: '30s', group_interval: '5m', repeat_interval: '239m' } as const;
/** Each by itself: one that comes while another of its name is known must not be lost in that one's incident. */
const soon = { group_by: ['...'], group_wait: '10s', group_interval: '1m', repeat_interval: '3570s' } as const;
const everyMinute = { group_wait: '0s', group_interval: '1m', repeat_interval: '50s' } as const;

/** One look of doctor does not wait for another's group. */
const looked: Route = {
  matchers: [`alertname="${canaryAlert}"`],
  receiver: audiences.doctor,
  group_by: [label(canary, 'id')],
  group_wait: '0s',
};

const urgent: Route = { matchers: [of('critical')], ...soon };

const urgently = (audience: string, { critical }: Alerting): Route => ({
  ...urgent,
  ...(critical.length > 0 && { receiver: audiences.critical(audience) }),
});

function team(name: string, alerting: Alerting): Route {
  const audience = audiences.team(name);
  const inHours: Route = { matchers: [of('warning')], active_time_intervals: [businessHours] };
  return {
    matchers: [`team="${name}"`],
    receiver: audience,
    routes: [urgently(audience, alerting), ...(alerting.businessHours?.teams.includes(name) ? [inHours] : [])],
  };
}

/** The tree of routes: an alert goes to the first that takes it, so that nobody is told twice. */
export function routesOf(alerting: Alerting): Route {
  const { info, teams, watchdog } = alerting;
  const others = alerting.default.length > 0 ? audiences.default : audiences.unconfigured;
  return {
    receiver: others,
    group_by: ['alertname', 'job', 'environment', 'cluster'],
    ...usual,
    routes: [
      looked,
      { matchers: ['alertname="Watchdog"'], receiver: watchdog ? audiences.watchdog : audiences.nobody, ...everyMinute },
      { matchers: [of('none')], receiver: audiences.nobody },
      { matchers: [of('info')], receiver: info.length > 0 ? audiences.info : audiences.nobody },
      ...Object.keys(teams).map((name) => team(name, alerting)),
      urgently(others, alerting),
    ],
  };
}
