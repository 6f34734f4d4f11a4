import { mostItems } from '../browser/wire.ts';
import { Fields, isName, isSeconds, isShift, isStatus } from './fields.ts';

type Name = string | undefined;
const vitals = { LCP: 'lcp', FCP: 'fcp', INP: 'inp', TTFB: 'ttfb', CLS: 'cls' } as const;
type Vital = keyof typeof vitals;
export type VitalKey = (typeof vitals)[Vital];
type Outcome = 'ok' | 'error';

/** What a page tells. */
export type Item =
  | { readonly kind: 'load'; readonly page: string; readonly route: Name; readonly type: Name; readonly seconds: number }
  | { readonly kind: 'vital'; readonly vital: VitalKey; readonly page: Name; readonly type: Name; readonly value: number }
  | {
      readonly kind: 'action';
      readonly action: string;
      readonly page: Name;
      readonly outcome: Outcome | undefined;
      readonly seconds: number | undefined;
    }
  | {
      readonly kind: 'api';
      readonly route: string;
      readonly method: string;
      readonly status: number | undefined;
      readonly error: Name;
      readonly seconds: number;
    }
  | { readonly kind: 'error'; readonly error: string; readonly page: Name };

export interface Told {
  readonly app: string;
  readonly items: readonly Item[];
}

const isVital = (value: unknown): value is Vital => typeof value === 'string' && Object.hasOwn(vitals, value);
const isOutcome = (value: unknown): value is Outcome => value === 'ok' || value === 'error';
const isOne = (value: unknown): value is 1 => value === 1;
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length <= mostItems;

type Read = (item: Fields, about: Fields) => Item;

function vital(item: Fields, about: Fields): Item {
  const name = item.must('n', isVital, 'LCP');
  const value = item.must('v', name === 'CLS' ? isShift : isSeconds, 0);
  return { kind: 'vital', vital: vitals[name], page: about.maybe('page', isName), type: about.maybe('type', isName), value };
}

const kinds: ReadonlyMap<string, Read> = new Map<string, Read>([
  [
    'load',
    (item, about) => ({
      kind: 'load',
      page: item.must('n', isName, ''),
      route: about.maybe('route', isName),
      type: about.maybe('type', isName),
      seconds: item.must('v', isSeconds, 0),
    }),
  ],
  ['vital', vital],
  [
    'action',
    (item, about) => ({
      kind: 'action',
      action: item.must('n', isName, ''),
      page: about.maybe('page', isName),
      outcome: about.maybe('outcome', isOutcome),
      seconds: item.maybe('v', isSeconds),
    }),
  ],
  [
    'api',
    (item, about) => ({
      kind: 'api',
      route: item.must('n', isName, ''),
      method: about.must('method', isName, ''),
      // no answer has no status
      status: about.maybe('status', isStatus) || undefined,
      error: about.maybe('error', isName),
      seconds: item.must('v', isSeconds, 0),
    }),
  ],
  ['error', (item, about) => ({ kind: 'error', error: item.must('n', isName, ''), page: about.maybe('page', isName) })],
]);

function itemOf(value: unknown): Item | undefined {
  const item = new Fields(value);
  const read = kinds.get(item.must('t', isName, ''));
  const about = item.within('a');
  const told = read?.(item, about);
  return item.isSound && about.isSound ? told : undefined;
}

/** What a beacon tells, if it is one: as a whole or not at all. Takes anything that JSON can say. */
export function toldBy(value: unknown): Told | undefined {
  const beacon = new Fields(value);
  beacon.must('v', isOne, 1);
  const app = beacon.must('app', isName, '');
  const items: Item[] = [];
  for (const each of beacon.must('items', isList, [])) {
    const item = itemOf(each);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return beacon.isSound ? { app, items } : undefined;
}
