import { likeness } from './one-server.ts';
import { lenient, type Reader, shaped, string, truth } from './read.ts';

/** A source of data, as Grafana tells it. */
export interface Source {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly url: string;
  readonly isDefault: boolean;
}
export const source: Reader<Source> = shaped<Source>({
  uid: string,
  name: string,
  type: string,
  url: lenient(string, ''),
  isDefault: lenient(truth, false),
});

/** The sources that there are, and those of them that are the Prometheus that is looked at. */
export interface Sources {
  readonly all: readonly Source[];
  readonly ours: readonly Source[];
}

export const isPrometheus = ({ type }: Pick<Source, 'type'>): boolean => type === 'prometheus';

/** Those that are the Prometheus of a URL: the only one; of several, those at the same place, or at the only place that is likely the same. */
function oursAmong(all: readonly Source[], url: string): readonly Source[] {
  if (all.length === 1) return all;
  const of = (due: 'same' | 'likely'): readonly Source[] => all.filter((each) => likeness(url, each.url) === due);
  const [same, likely] = [of('same'), of('likely')];
  if (same.length > 0) return same;
  return new Set(likely.map((each) => new URL(each.url).host)).size === 1 ? likely : [];
}

export const sourcesOf = (all: readonly Source[], url: string): Sources => ({ all, ours: oursAmong(all.filter(isPrometheus), url) });

/** What a dashboard says of whom a query asks: in old ones a name, or nothing. */
export type Named = { readonly type: string; readonly uid: string } | string | undefined;

/** A variable by which a source is chosen, and what is. */
export interface Choice {
  readonly name: string;
  readonly type: string;
  readonly query: unknown;
  readonly current: string;
}

/** Whom a query asks: this Prometheus; another source of its kind, or one that is not there; one of another kind; nobody knows whom. */
export type Asked = 'ours' | 'another' | 'foreign' | 'unsaid';

/** The source that Grafana takes where none is named, or one by a variable that has no value of its own. */
function usual({ all }: Sources, type: string): Source | undefined {
  const likely = type === '' ? all : all.filter((each) => each.type === type);
  return likely.find(({ isDefault }) => isDefault) ?? (likely.length === 1 ? likely[0] : undefined);
}

/** `$name`, `${name}`, `[[name]]`: the variable that is the source. */
const chosenBy = (uid: string): string | undefined => /^(?:\$|\[\[)\{?(\w+)\b[^}\]]*(?:\}|\]\])?$/.exec(uid)?.[1];

/** Whom a query asks, as far as it is told, and as far as sources are known. */
export function askedOf(named: Named, choices: readonly Choice[], sources: Sources | undefined): Asked {
  const { type, uid } = typeof named === 'object' ? named : { type: '', uid: named ?? '' };
  const variable = chosenBy(uid);
  const choice = choices.find((each) => each.type === 'datasource' && each.name === variable);
  const kind = type === '' && typeof choice?.query === 'string' ? choice.query : type;
  if ((kind !== '' && kind !== 'prometheus') || uid.startsWith('-- ')) return 'foreign';
  if (sources === undefined) return kind === '' ? 'unsaid' : 'ours';
  const called = variable === undefined ? uid : (choice?.current ?? '');
  const found = called === '' ? undefined : sources.all.find((each) => each.uid === called || each.name === called);
  const asked = found ?? (variable !== undefined || uid === '' ? usual(sources, kind) : undefined);
  if (asked === undefined) return 'another';
  if (!isPrometheus(asked)) return 'foreign';
  return sources.ours.includes(asked) ? 'ours' : 'another';
}
