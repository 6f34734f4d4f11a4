import { need } from './child.ts';
import { listening } from './listening.ts';
import type { Bound, Client } from './client.ts';
import { type Attributes, keys } from './data.ts';

interface Child {
  inc(amount: number): void;
  observe(value: number): void;
}
interface Metric {
  inc(labels: Attributes, amount: number): void;
  observe(labels: Attributes, value: number): void;
  labels(labels: Attributes): Child;
}
interface Facts {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly buckets?: readonly number[];
}
interface Library {
  readonly Counter: new (facts: Facts) => Metric;
  readonly Histogram: new (facts: Facts) => Metric;
  readonly register: { readonly contentType: string; metrics(): string | Promise<string> };
}

/** prom-client and those that descend from it. */
export function prometheusClient(name: string): Client {
  const { Counter, Histogram, register } = need(name) as Library;
  return {
    counter(metric) {
      const counter = new Counter({ name: `${metric}_total`, help: metric, labelNames: keys });
      const bound: Bound<Child> = { bind: (attributes) => counter.labels(attributes), record: (child, amount) => child.inc(amount) };
      return { record: (amount, attributes) => counter.inc(attributes, amount), bound };
    },
    histogram(metric, buckets) {
      const histogram = new Histogram({ name: metric, help: metric, labelNames: keys, buckets });
      const bound: Bound<Child> = { bind: (attributes) => histogram.labels(attributes), record: (child, value) => child.observe(value) };
      return { record: (value, attributes) => histogram.observe(attributes, value), bound };
    },
    serve: () =>
      listening((_, response) => {
        response.setHeader('content-type', register.contentType);
        void Promise.resolve(register.metrics()).then((text) => response.end(text));
      }),
  };
}
