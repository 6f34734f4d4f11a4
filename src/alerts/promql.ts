import type { Bounds, Definition, Literal } from '../catalogue/define.ts';
import { labelName, metricName } from '../exposition/names.ts';

/** What a label has to be: a value, one of several, an expression that matches the whole of it, or none of these. */
type Positive = Literal | readonly Literal[] | RegExp;
/** `is` and `not`: it has to be the one, and none of the other. */
type Negative = { readonly is?: Positive; readonly not: Positive };
export type Match = Positive | Negative;

/** Conditions by a definition's own keys. */
export type Where<A extends Bounds> = { readonly [K in keyof A]?: Match };
/** Conditions on labels that Prometheus adds. */
export type Target = Readonly<Partial<Record<'job' | 'instance' | 'alertname' | 'alertstate' | 'severity' | '__name__', Match>>>;

const isList = (match: Match): match is readonly Literal[] => Array.isArray(match);
/** Expressions of Prometheus are RE2, and these are literals. */
const escaped = (value: Literal): string => String(value).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const isNegative = (match: Match): match is Negative => typeof match === 'object' && 'not' in match;

/** Whether a series without the label meets it: to Prometheus, it has an empty one. */
function isMetByNone(match: Match): boolean {
  if (isNegative(match)) return !isMetByNone(match.not) && (match.is === undefined || isMetByNone(match.is));
  if (match instanceof RegExp) return new RegExp(`^(?:${match.source})$`).test('');
  return isList(match) ? match.length === 0 || match.includes('') : match === '';
}

function condition(name: string, match: Match): string {
  if (isNegative(match) && match.is !== undefined) return `${condition(name, match.is)}, ${condition(name, { not: match.not })}`;
  const positive = isNegative(match) ? match.not : match;
  const negative = isNegative(match);
  if (positive instanceof RegExp) return `${name}${negative ? '!~' : '=~'}${JSON.stringify(positive.source)}`;
  if (!isList(positive)) return `${name}${negative ? '!=' : '='}${JSON.stringify(String(positive))}`;
  if (positive.length === 1) return `${name}${negative ? '!=' : '='}${JSON.stringify(String(positive[0]))}`;
  return `${name}${negative ? '!~' : '=~'}${JSON.stringify(positive.map(escaped).join('|'))}`;
}

const braces = (conditions: readonly string[]): string => (conditions.length === 0 ? '' : `{${conditions.join(', ')}}`);
const given = (match: Readonly<Record<string, Match | undefined>>): (readonly [string, Match])[] =>
  Object.entries(match).filter((entry): entry is [string, Match] => entry[1] !== undefined);

function selector<A extends Bounds>(definition: Definition<Definition['kind'], A>, part: string, where: Where<A>, target: Target): string {
  const own = given(where).map(([key, match]) => condition(label(definition, key), match));
  const added = given(target).map(([name, match]) => condition(name, match));
  return `${metricName(definition)}${part}${braces([...added, ...own])}`;
}

/**
 * A label of a definition, by its key there.
 * @throws TypeError if the definition has no such attribute
 */
export function label<A extends Bounds>(definition: Definition<Definition['kind'], A>, key: keyof A): string {
  const attribute = definition.attributes[key];
  if (attribute === undefined) throw new TypeError(`metric "${definition.name}": no attribute "${String(key)}"`);
  return labelName(attribute.name);
}

/** Labels as `by (…)` lists them. */
export const labels = <A extends Bounds>(definition: Definition<Definition['kind'], A>, ...keys: readonly (keyof A)[]): string =>
  keys.map((key) => label(definition, key)).join(', ');

/** Selects series of a metric: `http_server_active_requests{job="api"}`. */
export const series = <A extends Bounds>(
  definition: Definition<Definition['kind'], A>,
  where: Where<A> = {},
  target: Target = {},
): string => selector(definition, '', where, target);

/**
 * Selects series of any metric by attributes, by their OpenTelemetry names: `{otel_metric_overflow="true"}`.
 * @throws TypeError if series without these labels would be selected too: Prometheus refuses to read everything
 */
export function anySeries(where: Readonly<Record<string, Match>>, target: Target = {}): string {
  const asked = [...given(target), ...given(where).map(([name, match]) => [labelName(name), match] as const)];
  const selected = braces(asked.map(([name, match]) => condition(name, match)));
  if (asked.every(([, match]) => isMetByNone(match)))
    throw new TypeError(`selector "${selected}": it selects series without these labels too`);
  return selected;
}

type Distribution<A extends Bounds> = Definition<'histogram', A> | Definition<'summary', A>;
/** How many values a distribution has. */
export const count = <A extends Bounds>(definition: Distribution<A>, where: Where<A> = {}, target: Target = {}): string =>
  selector(definition, '_count', where, target);
/** What they add up to. */
export const sum = <A extends Bounds>(definition: Distribution<A>, where: Where<A> = {}, target: Target = {}): string =>
  selector(definition, '_sum', where, target);
/** All buckets of a histogram, for `histogram_quantile`. */
export const buckets = <A extends Bounds>(definition: Definition<'histogram', A>, where: Where<A> = {}, target: Target = {}): string =>
  selector(definition, '_bucket', where, target);

/**
 * The bucket of a histogram up to a bound, as either major version of Prometheus prints it: `1`, or `1.0`.
 * @throws TypeError if the histogram has no such bound: what is between two bounds can't be told
 */
export function bucket<A extends Bounds>(
  definition: Definition<'histogram', A>,
  bound: number,
  where: Where<A> = {},
  target: Target = {},
): string {
  if (!definition.buckets?.includes(bound))
    throw new TypeError(`metric "${definition.name}": ${bound} is no bucket boundary; there are ${definition.buckets?.join(', ')}`);
  const printed = Number.isInteger(bound) ? `=~"${bound}(\\\\.0)?"` : `="${bound}"`;
  const all = buckets(definition, where, target);
  return all.includes('{') ? all.replace(/\}$/, `, le${printed}}`) : `${all}{le${printed}}`;
}
