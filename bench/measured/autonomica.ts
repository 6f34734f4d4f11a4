import type * as Library from '../../src/index.ts';
import { need } from './child.ts';
import type { Bound, Client } from './client.ts';

type Bind<M extends { bind(...args: never[]): unknown }> = ReturnType<M['bind']>;

/** This package, by its own meters. @param limit of series of each metric */
export function autonomica(limit: number): Client {
  const { counter, histogram, define, start } = need('@autonomica/metrics') as typeof Library;
  const { address } = start();
  const keep = { keep: 10_000 };
  const attributes = { method: { name: 'method', ...keep }, route: { name: 'route', ...keep }, status: { name: 'status', ...keep } };
  return {
    counter(name) {
      const { it } = define({ it: counter({ name, unit: '', means: name, attributes, limit }) });
      const bound: Bound<Bind<typeof it>> = { bind: (set) => it.bind(set), record: (handle, amount) => handle.add(amount) };
      return { record: (amount, set) => it.add(amount, set), bound };
    },
    histogram(name, buckets) {
      const { it } = define({ it: histogram({ name, unit: '', means: name, attributes, buckets, limit }) });
      const bound: Bound<Bind<typeof it>> = { bind: (set) => it.bind(set), record: (handle, value) => handle.record(value) };
      return { record: (value, set) => it.record(value, set), bound };
    },
    serve: async () => `${await address}/metrics`,
  };
}
