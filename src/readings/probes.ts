import { api } from '../catalogue/api.ts';
import { Gauge } from '../store/gauge.ts';
import type { Given } from '../store/series.ts';
import type { Store } from '../store/store.ts';
import { ourScope } from '../version.ts';

/** What a probe asks, beyond that it asks something. */
export type Probed =
  | {
      readonly kind: 'database';
      /** `postgresql`, `redis`: https://opentelemetry.io/docs/specs/semconv/registry/attributes/db/ */
      readonly system: string;
      /** The database, where the system has several. */
      readonly namespace?: string | undefined;
    }
  | { readonly kind: 'dependency' };

export interface Answer {
  readonly name: string;
  readonly up: boolean;
  /** Whether it has answered, or failed to, at least once. */
  readonly isKnown: boolean;
  readonly of?: Probed | undefined;
}

type Ups = readonly (readonly [up: boolean, attributes: Given])[];

/** Sets what is up, down if one of several with the same attributes is, and forgets what it set before and no probe asks any more. */
class Written {
  readonly #gauge: Gauge;
  #before = new Map<string, Given>();

  constructor(gauge: Gauge) {
    this.#gauge = gauge;
  }

  write(ups: Ups): void {
    const now = new Map<string, readonly [up: boolean, attributes: Given]>();
    for (const [up, attributes] of ups) {
      const id = JSON.stringify(attributes);
      now.set(id, [up && now.get(id)?.[0] !== false, attributes]);
    }
    for (const [id, attributes] of this.#before) if (!now.has(id)) this.#gauge.remove(attributes);
    for (const [up, attributes] of now.values()) this.#gauge.set(up ? 1 : 0, attributes);
    this.#before = new Map([...now].map(([id, [, attributes]]) => [id, attributes]));
  }
}

const gaugeOf = (store: Store, definition: typeof api.dependency | typeof api.db.up): Gauge => {
  const instrument = store.declare(definition, { scope: ourScope });
  if (instrument instanceof Gauge) return instrument;
  throw new TypeError(`metric "${definition.name}": it is no gauge`);
};

/**
 * Says of databases and dependencies whether they are up, by the application's probes, once each has answered. What is set by hand or by an
 * instrumentation beside them stays.
 */
export function probeReading(store: Store): (answers: readonly Answer[]) => void {
  const databases = new Written(gaugeOf(store, api.db.up));
  const dependencies = new Written(gaugeOf(store, api.dependency));
  return (answers) => {
    const known = answers.filter(({ isKnown, of }) => isKnown && of !== undefined);
    dependencies.write(known.map(({ name, up }) => [up, { dependency: name }]));
    databases.write(
      known.flatMap(({ up, of }) => (of?.kind === 'database' ? [[up, { system: of.system, namespace: of.namespace }] as const] : [])),
    );
  };
}
