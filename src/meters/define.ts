import { isDeepStrictEqual } from 'node:util';
import type { Activity } from '../catalogue/activity.ts';
import { check } from '../catalogue/check.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { type Definition, definitionsOf, isActivity, isDefinition, type Meters, type Tree } from '../catalogue/define.ts';
import { Gauge } from '../store/gauge.ts';
import type { Given } from '../store/series.ts';
import { store as processStore } from '../store/process-store.ts';
import type { Store } from '../store/store.ts';
import { ourScope } from '../version.ts';
import { ActivityMeter } from './activity.ts';

export interface DefineOptions {
  /** Where recordings go; unset, the store of this process. */
  readonly store?: Store;
  /** Beyond the budget of lines. */
  readonly exempt?: boolean;
}

const flat = (name: string): string => name.replace(/[^a-z0-9]+/g, '_');
/** Looked up by some processes only. */
let all: Map<string, Definition> | undefined;
const known = (): Map<string, Definition> =>
  (all ??= new Map([...definitionsOf(catalogue)].map((definition) => [flat(definition.name), definition])));

/** The definition of a metric, by its OpenTelemetry name; undefined where no catalogue has it. */
export const definitionOf = (name: string): Definition | undefined => known().get(flat(name));
/** Every definition that was given to `define`. */
export const definitions = (): Iterable<Definition> => known().values();

function register(definition: Definition): void {
  const there = definitionOf(definition.name);
  if (there !== undefined && !isDeepStrictEqual(there, definition))
    throw new TypeError(`metric "${definition.name}": it is already defined otherwise, as "${there.name}"`);
  known().set(flat(definition.name), definition);
}

function meterOf(definition: Definition, store: Store, exempt: boolean): unknown {
  const instrument = store.declare(definition, { scope: ourScope, exempt });
  if (definition.kind !== 'info' || !(instrument instanceof Gauge)) return instrument;
  return { set: (given?: Given) => instrument.set(1, given), remove: (given?: Given) => instrument.remove(given) };
}

const activities = new Map<Activity, ActivityMeter>();

/** The meters of activities that are in use. */
export const activityMeters = (): Iterable<readonly [Activity, ActivityMeter]> => activities;

function activityOf(activity: Activity, store: Store): ActivityMeter {
  const there = store === processStore ? activities.get(activity) : undefined;
  const made = there ?? new ActivityMeter(activity, store);
  if (store === processStore) activities.set(activity, made);
  return made;
}

/** A meter is made when it is first used: a process uses few of those that it has. */
function later(meters: object, key: string, make: () => unknown): void {
  Object.defineProperty(meters, key, {
    enumerable: true,
    configurable: true,
    get() {
      const value = make();
      Object.defineProperty(meters, key, { value, enumerable: true, writable: false });
      return value;
    },
  });
}

/** The meters of definitions that are known to be right. */
export function metersOf<const T extends Tree>(tree: T, options: DefineOptions = {}): Meters<T> {
  const { store = processStore, exempt = false } = options;
  const meters = {};
  for (const [key, node] of Object.entries(tree)) {
    if (isActivity(node)) later(meters, key, () => activityOf(node, store));
    else if (isDefinition(node)) later(meters, key, () => meterOf(node, store, exempt));
    else Object.assign(meters, { [key]: metersOf(node, options) });
  }
  return meters as Meters<T>;
}

/**
 * Checks a catalogue and gives its meters, under its own keys.
 * A definition that was given before, unchanged, gives the same meter.
 * @throws TypeError `metric "x": …` for a definition that is faulty, or that another catalogue has otherwise.
 */
export function define<const T extends Tree>(tree: T, options: DefineOptions = {}): Meters<T> {
  check(tree);
  const { store = processStore, exempt = false } = options;
  for (const definition of definitionsOf(tree)) {
    register(definition);
    // in this order they are exposed
    store.declare(definition, { scope: ourScope, exempt });
  }
  return metersOf(tree, options);
}
