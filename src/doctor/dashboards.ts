import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../message-of.ts';
import { anything, lenient, type Reader, shaped, string, thoseOf } from './read.ts';
import type { Expression } from './uses.ts';

/** Whom it asks: in old dashboards a name, or nothing. */
interface Asking {
  readonly datasource: { readonly type: string } | string | undefined;
}
interface Panel extends Asking {
  readonly title: string;
  readonly targets: readonly (Asking & { readonly expr: string })[];
  readonly panels: readonly Panel[];
}
interface Variable extends Asking {
  readonly name: string;
  readonly type: string;
  readonly query: unknown;
}
/** What matters here of https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  /** Before Grafana 5 panels stood in these. */
  readonly rows: readonly { readonly panels: readonly Panel[] }[];
  readonly templating: { readonly list: readonly Variable[] };
}

const source: Reader<Asking['datasource']> = (value, at) =>
  typeof value === 'string' ? value : lenient(shaped({ type: lenient(string, '') }), undefined)(value, at);
const panels: Reader<readonly Panel[]> = (value, at) => thoseOf(panel)(value, at);
const panel = shaped<Panel>({
  title: lenient(string, ''),
  datasource: source,
  targets: thoseOf(shaped({ datasource: source, expr: lenient(string, '') })),
  panels,
});
const variable = shaped<Variable>({ name: lenient(string, ''), type: lenient(string, ''), datasource: source, query: anything });

/** Reads a dashboard; of somebody else's, what is of another shape is as if it were not there. */
export const dashboard = shaped<Dashboard>({
  uid: lenient(string, ''),
  title: lenient(string, 'untitled'),
  panels,
  rows: thoseOf(shaped({ panels })),
  templating: lenient(shaped({ list: thoseOf(variable) }), { list: [] }),
});

const flat = (all: readonly Panel[]): readonly Panel[] => all.flatMap((each) => [each, ...flat(each.panels)]);

/** Whether it asks Prometheus, as far as it says whom it asks; a panel of several sources says it for each. */
const isOurs = ({ datasource }: Asking): boolean =>
  typeof datasource !== 'object' || ['', 'prometheus', 'datasource', 'mixed'].includes(datasource.type);
/** A name may be that of any source. */
const isNamed = ({ datasource }: Asking): boolean => typeof datasource === 'string';

/** What a variable asks for: the first argument of `label_values(…, label)`, or all of `query_result(…)`. */
function asked(query: unknown): string | undefined {
  const text = lenient(string, undefined)(query, '') ?? lenient(shaped({ query: string }), undefined)(query, '')?.query ?? '';
  return /^\s*label_values\((.+),[^,()"]+\)\s*$/s.exec(text)?.[1] ?? /^\s*query_result\((.+)\)\s*$/s.exec(text)?.[1];
}

function panelExpressions(one: Panel, place: string): readonly Expression[] {
  const targets = isOurs(one) ? one.targets.filter(isOurs) : [];
  return targets
    .filter(({ expr }) => expr.trim() !== '')
    .map((target) => ({ where: `${place}, panel ${one.title}`, expression: target.expr, isPromql: !isNamed(one) && !isNamed(target) }));
}

/** What a dashboard asks Prometheus. */
export function dashboardExpressions({ title, panels: own, rows, templating }: Dashboard): readonly Expression[] {
  const place = `dashboard ${title}`;
  const ofVariables = templating.list
    .filter((each) => each.type === 'query' && isOurs(each))
    .map((each) => ({ where: `${place}, variable ${each.name}`, expression: asked(each.query) ?? '', isPromql: !isNamed(each) }));
  const all = flat([...own, ...rows.flatMap((row) => row.panels)]);
  return [...all.flatMap((each) => panelExpressions(each, place)), ...ofVariables.filter(({ expression }) => expression !== '')];
}

/** @throws Error that names the file */
function dashboardIn(path: string): Dashboard {
  try {
    return dashboard(JSON.parse(readFileSync(path, 'utf8')), '');
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** The dashboards of a folder. @throws Error if one can't be read */
export const dashboardsIn = (folder: string): readonly Dashboard[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => dashboardIn(join(folder, name)));
