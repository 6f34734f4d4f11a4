import { anything, listOf, mapOf, optional, type Reader, scalar, shaped, string, truth } from './read.ts';
import { type Matcher, meets } from './matcher.ts';

/** https://prometheus.io/docs/alerting/latest/configuration/#route, as Alertmanager tells what it has loaded. */
export interface Route {
  readonly receiver?: string;
  readonly match?: Labels;
  readonly match_re?: Labels;
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

const equalities = optional(mapOf(scalar), {});
const routes: Reader<readonly Route[]> = (value, at) => optional(listOf(route), [])(value, at);
const route: Reader<Route> = shaped<Route>({
  receiver: optional(scalar, ''),
  match: equalities,
  match_re: equalities,
  matchers: optional(listOf(string), []),
  continue: optional(truth, false),
  routes,
});
const receiver: Reader<Receiver> = (value, at) => ({ ...mapOf(anything)(value, at), ...shaped({ name: scalar })(value, at) });
/** Reads what an Alertmanager has loaded. */
export const configuration: Reader<Configuration> = (value, at) => ({
  ...optional(mapOf(anything), {})(value, at),
  ...shaped({ route: optional(route, {}), receivers: optional(listOf(receiver), []) })(value ?? {}, at),
});

/** One matcher, in quotes or not, whose escapes mean the same to all versions of Alertmanager. */
const written =
  /^(?:"([^\s"=!~\\]+)"|([^\s"'`=!~\\{},]+))\s*(=~|!~|!=|=)\s*(?:"((?:\\[^abfrtvxuU0-7']|[^"\\])*)"|((?:\\[^\s"'`\\n]|[^\s"'`=!~\\{},])*))$/;
/** What is longer nobody wrote to be read. */
const longest = 10_000;
const signs: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** `severity="critical"`, as a matcher; undefined where it is another text, such as several in one. */
function matcherOf(text: string): Matcher | undefined {
  const [, quotedLabel, label = quotedLabel, op, quoted, value] = (text.length <= longest && written.exec(text.trim())) || [];
  if (label === undefined) return undefined;
  return {
    label,
    op: op as Matcher['op'],
    value: value ?? quoted?.replaceAll(/\\(["\\n])/g, (_all, sign: string) => signs[sign] ?? '') ?? '',
  };
}

const conditions = ({ match = {}, match_re: expressions = {}, matchers = [] }: Route): readonly (Matcher | undefined)[] => [
  ...Object.entries(match).map(([label, value]): Matcher => ({ label, op: '=', value })),
  ...Object.entries(expressions).map(([label, value]): Matcher => ({ label, op: '=~', value })),
  ...matchers.map(matcherOf),
];

/** Whether it is not known yet if an alert has a label, and with which value. */
export type Open = (label: string) => boolean;

/** Whether a route takes an alert; undefined where that is not known. */
function takes(one: Route, labels: Labels, open: Open): boolean | undefined {
  const met = conditions(one).map((matcher) =>
    matcher === undefined || open(matcher.label) ? undefined : meets(matcher, labels[matcher.label] ?? ''),
  );
  if (met.includes(false)) return false;
  return met.includes(undefined) ? undefined : true;
}

/** The receivers of an alert below a route that takes it; where that is not known of a route, all that may be. */
function below({ receiver: own = '', routes: inner = [] }: Route, labels: Labels, inherited: string, open: Open): readonly string[] {
  const name = own === '' ? inherited : own;
  const found: string[] = [];
  let isTaken = false;
  for (const each of inner) {
    const taken = takes(each, labels, open);
    if (taken === false) continue;
    found.push(...below(each, labels, name, open));
    isTaken ||= taken === true;
    if (taken && !(each.continue ?? false)) break;
  }
  return isTaken ? found : [...found, name];
}

/** Whom Alertmanager tells of an alert, or may tell. */
export const receiversOf = ({ route: root = {} }: Configuration, labels: Labels, open: Open = () => false): readonly string[] => [
  ...new Set(below(root, labels, '', open)),
];

/** Whether a receiver tells anybody. */
export const isTelling = ({ receivers = [] }: Configuration, name: string): boolean =>
  Object.entries(receivers.find((each) => each.name === name) ?? {}).some(
    ([key, value]) => key.endsWith('_configs') && Array.isArray(value) && value.length > 0,
  );
