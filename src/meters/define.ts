import { isDeepStrictEqual } from 'node:util';
import { check } from '../catalogue/check.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { type Definition, definitionsOf, isDefinition, type Meters, type Tree } from '../catalogue/define.ts';
import { Gauge } from '../store/gauge.ts';
import type { Given } from '../store/series.ts';
import { store as processStore } from '../store/process-store.ts';
import type { Store } from '../store/store.ts';
import { ourScope } from '../version.ts';

export interface DefineOptions {
  /** Where recordings go; unset, the store of this process. */
  readonly store?: Store;
  /** Beyond the budget of lines. */
  readonly exempt?: boolean;
}

const flat = (name: string): string => name.replace(/[^a-z0-9]+/g, '_');
const known = new Map([...definitionsOf(catalogue)].map((definition) => [flat(definition.name), definition]));

/** The definition of a metric, by its OpenTelemetry name; undefined where no catalogue has it. */
export const definitionOf = (name: string): Definition | undefined => known.get(flat(name));
/** Every definition that was given to `define`. */
export const definitions = (): Iterable<Definition> => known.values();

function register(definition: Definition): void {
  const there = definitionOf(definition.name);
  if (there !== undefined && !isDeepStrictEqual(there, definition))
    throw new TypeError(`metric "${definition.name}": it is already defined otherwise, as "${there.name}"`);
  known.set(flat(definition.name), definition);
}

function meterOf(definition: Definition, store: Store, exempt: boolean): unknown {
  const instrument = store.declare(definition, { scope: ourScope, exempt });
  if (definition.kind !== 'info' || !(instrument instanceof Gauge)) return instrument;
  return { set: (given?: Given) => instrument.set(1, given), remove: (given?: Given) => instrument.remove(given) };
}

/** The meters of definitions that are known to be right. */
export function metersOf<const T extends Tree>(tree: T, options: DefineOptions = {}): Meters<T> {
  const { store = processStore, exempt = false } = options;
  const meters = Object.entries(tree).map(([key, node]) => {
    if (!isDefinition(node)) return [key, metersOf(node, options)];
    register(node);
    return [key, meterOf(node, store, exempt)];
  });
  return Object.fromEntries(meters) as Meters<T>;
}

/**
 * Checks a catalogue and gives its meters, under its own keys.
 * A definition that was given before, unchanged, gives the same meter.
 * @throws TypeError `metric "x": …` for a definition that is faulty, or that another catalogue has otherwise.
 */
export function define<const T extends Tree>(tree: T, options?: DefineOptions): Meters<T> {
  check(tree);
  for (const definition of definitionsOf(tree)) register(definition);
  return metersOf(tree, options);
}
