import { check } from '../catalogue/check.ts';
import { type Definition, isDefinition, type Meters, type Tree } from '../catalogue/define.ts';
import { Gauge } from '../store/gauge.ts';
import type { Given } from '../store/series.ts';
import { store as processStore } from '../store/process-store.ts';
import type { Store } from '../store/store.ts';
import { ourScope } from '../version.ts';

const flat = (name: string): string => name.replace(/[^a-z0-9]+/g, '_');
const known = new Map<string, Definition>();

/** The definition of a metric, by its OpenTelemetry name; undefined where no catalogue has it. */
export const definitionOf = (name: string): Definition | undefined => known.get(flat(name));
/** Every definition that was given to `define`. */
export const definitions = (): Iterable<Definition> => known.values();

function register(definition: Definition): void {
  const there = definitionOf(definition.name);
  if (there !== undefined && JSON.stringify(there) !== JSON.stringify(definition))
    throw new TypeError(`metric "${definition.name}": it is already defined otherwise, as "${there.name}"`);
  known.set(flat(definition.name), definition);
}

function meterOf(definition: Definition, store: Store, exempt: boolean): unknown {
  register(definition);
  const instrument = store.declare(definition, { scope: ourScope, exempt });
  if (definition.kind !== 'info' || !(instrument instanceof Gauge)) return instrument;
  return { set: (given?: Given) => instrument.set(1, given), remove: (given?: Given) => instrument.remove(given) };
}

const metersOf = (tree: Tree, store: Store, exempt: boolean): object =>
  Object.fromEntries(
    Object.entries(tree).map(([key, node]) => [key, isDefinition(node) ? meterOf(node, store, exempt) : metersOf(node, store, exempt)]),
  );

/**
 * Checks a catalogue and gives its meters, under its own keys.
 * A definition that was given before, unchanged, gives the same meter.
 * @throws TypeError `metric "x": …` for a definition that is faulty, or that another catalogue has otherwise.
 */
export function define<const T extends Tree>(tree: T, options: { store?: Store; exempt?: boolean } = {}): Meters<T> {
  check(tree);
  return metersOf(tree, options.store ?? processStore, options.exempt ?? false) as Meters<T>;
}
