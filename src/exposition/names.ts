import type { Kind } from '../catalogue/define.ts';
import { perWords, words } from '../catalogue/units.ts';

const hasAnnotation = (unit: string): boolean => /[{}]/.test(unit);
const plain = (unit: string): string => unit.replace(/[^a-zA-Z0-9]+/g, '_').replace(/^_+|_+$/g, '');

/** `By/s` → `['bytes', 'per_second']`; an annotation such as `{request}` says nothing. */
function unitWords(unit: string): string[] {
  const [of = '', per] = unit.split('/', 2);
  const found: string[] = [];
  if (of !== '1' && !hasAnnotation(of) && plain(words[of] ?? of) !== '') found.push(plain(words[of] ?? of));
  if (per !== undefined && !hasAnnotation(per) && plain(perWords[per] ?? per) !== '') found.push(`per_${plain(perWords[per] ?? per)}`);
  return found;
}

/** Puts a word last, wherever it stood. */
const last = (tokens: readonly string[], word: string): string[] => [...tokens.filter((token) => token !== word), word];

/**
 * The name of a metric on the wire: unit words and type as suffixes, everything foreign an underscore.
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/, in the default strategy, with the
 * results of https://github.com/prometheus/otlptranslator.
 */
export function metricName({ name, unit, kind }: { name: string; unit: string; kind: Kind }): string {
  let tokens = name.split(/[^a-zA-Z0-9:]+/).filter((token) => token !== '');
  for (const word of unitWords(unit)) if (!`_${tokens.join('_')}_`.includes(`_${word}_`)) tokens.push(word);
  if (kind === 'counter') tokens = last(tokens, 'total');
  if (kind === 'gauge' && unit === '1') tokens = last(tokens, 'ratio');
  if (kind === 'info') tokens = last(tokens, 'info');
  const joined = tokens.join('_');
  return /^[0-9]/.test(joined) || joined === '' ? `_${joined}` : joined;
}

/** The name of a label on the wire; `taken` is a name that the format itself uses in this family. */
export function labelName(key: string, taken?: string): string {
  const name = key.replace(/[^a-zA-Z0-9_]/g, '_').replace(/_{2,}/g, '_');
  if (name === taken) return `exported_${name}`;
  if (name === '') return '_';
  return /^[0-9]/.test(name) ? `key_${name}` : name;
}

/** The label that a kind prints by itself. */
export const ownLabel = (kind: Kind): string | undefined => ({ histogram: 'le', summary: 'quantile' })[kind as string];
