import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../message-of.ts';
import { anything, lenient, type Reader, shaped, string, thoseOf } from './read.ts';
import type { Choice, Named } from './sources.ts';

interface Asking {
  /** Whom it asks. */
  readonly datasource: Named;
}
export interface Panel extends Asking {
  readonly title: string;
  readonly targets: readonly (Asking & { readonly expr: string })[];
  readonly panels: readonly Panel[];
}
export interface Variable extends Asking, Choice {}
/** What matters here of https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  /** Before Grafana 5 panels stood in these. */
  readonly rows: readonly { readonly panels: readonly Panel[] }[];
  readonly templating: { readonly list: readonly Variable[] };
}

const named: Reader<Named> = (value, at) =>
  typeof value === 'string' ? value : lenient(shaped({ type: lenient(string, ''), uid: lenient(string, '') }), undefined)(value, at);
const panels: Reader<readonly Panel[]> = (value, at) => thoseOf(panel)(value, at);
const panel = shaped<Panel>({
  title: lenient(string, ''),
  datasource: named,
  targets: thoseOf(shaped({ datasource: named, expr: lenient(string, '') })),
  panels,
});
/** What is chosen of a variable. */
const current: Reader<string> = (value, at) => lenient(shaped({ value: lenient(string, '') }), { value: '' })(value, at).value;
const variable = shaped<Variable>({ name: lenient(string, ''), type: lenient(string, ''), datasource: named, query: anything, current });

const written = shaped<Dashboard>({
  uid: lenient(string, ''),
  title: lenient(string, 'untitled'),
  panels,
  rows: thoseOf(shaped({ panels })),
  templating: lenient(shaped({ list: thoseOf(variable) }), { list: [] }),
});
/** As what it is kept under: https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/ */
const resource = lenient(shaped({ kind: string, metadata: shaped({ name: string }), spec: written }), undefined);

/** Reads a dashboard; of somebody else's, what is of another shape is as if it were not there. */
export const dashboard: Reader<Dashboard> = (value, at) => {
  const { metadata, spec } = resource(value, at) ?? {};
  return metadata === undefined || spec === undefined ? written(value, at) : { ...spec, uid: metadata.name };
};

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
