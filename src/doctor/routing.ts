import { type Matcher, meets } from './selectors.ts';

/** https://prometheus.io/docs/alerting/latest/configuration/#route, as Alertmanager tells what it has loaded. */
export interface Route {
  readonly receiver?: string;
  readonly match?: Readonly<Record<string, string>>;
  readonly match_re?: Readonly<Record<string, string>>;
  readonly matchers?: readonly string[];
  readonly continue?: boolean;
  readonly routes?: readonly Route[];
}
export interface Receiver extends Readonly<Record<string, unknown>> {
  readonly name: string;
}
export interface Configuration {
  readonly route?: Route;
  readonly receivers?: readonly Receiver[];
}
export type Labels = Readonly<Record<string, string>>;

const written = /^\s*"?([^\s"=!~]+)"?\s*(=~|!~|!=|=)\s*("(?:\\.|[^"\\])*"|[^\s"]*)\s*$/;

/** `severity="critical"`, as a matcher. */
function matcherOf(text: string): Matcher | undefined {
  const [, label, op, value = ''] = written.exec(text) ?? [];
  if (label === undefined) return undefined;
  return { label, op: op as Matcher['op'], value: value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : value };
}

const conditions = ({ match = {}, match_re: expressions = {}, matchers = [] }: Route): readonly (Matcher | undefined)[] => [
  ...Object.entries(match).map(([label, value]): Matcher => ({ label, op: '=', value })),
  ...Object.entries(expressions).map(([label, value]): Matcher => ({ label, op: '=~', value })),
  ...matchers.map(matcherOf),
];

const takes = (route: Route, labels: Labels): boolean =>
  conditions(route).every((matcher) => matcher !== undefined && meets(matcher, labels[matcher.label] ?? '') === true);

/** The receivers of an alert below a route that takes it. */
function below({ receiver: own, routes = [] }: Route, labels: Labels, inherited: string): readonly string[] {
  const receiver = own === undefined || own === '' ? inherited : own;
  const found: string[] = [];
  for (const route of routes.filter((each) => takes(each, labels))) {
    found.push(...below(route, labels, receiver));
    if (!(route.continue ?? false)) break;
  }
  return found.length === 0 ? [receiver] : found;
}

/** Whom Alertmanager tells of an alert. */
export const receiversOf = ({ route = {} }: Configuration, labels: Labels): readonly string[] => [...new Set(below(route, labels, ''))];

/** Whether a receiver tells anybody. */
export const isTelling = ({ receivers = [] }: Configuration, name: string): boolean =>
  Object.entries(receivers.find((receiver) => receiver.name === name) ?? {}).some(
    ([key, value]) => key.endsWith('_configs') && Array.isArray(value) && value.length > 0,
  );
