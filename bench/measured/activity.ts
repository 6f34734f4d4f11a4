import type * as Library from '../../src/index.ts';
import { answer, asked, need } from './child.ts';
import { buckets14 } from './data.ts';

const warmUpMs = 300;
const measureMs = 500;
const period = 1_000;
const sink = new Float64Array(1);

type Labels = Readonly<Record<string, string>>;
interface Labelled<T> {
  labels(labels: Labels): T;
}
type Made<T> = new (options: object) => Labelled<T>;

interface PromClient {
  readonly Gauge: Made<{ inc(): void; dec(): void }>;
  readonly Histogram: Made<{ startTimer(): () => void }>;
  readonly Counter: Made<{ inc(): void }>;
}

/** Starts and ends something, once. */
type Doing = () => void;

function autonomica(): Doing {
  const { meters } = need('@autonomica/metrics') as typeof Library;
  const bound = meters.worker.task.bind({ system: 'bench', queue: 'mail', type: 'send' });
  return () => bound.start().end({ outcome: 'completed' });
}

/** The same by hand: what is active, how long it took, how many there were. */
function promClient(): Doing {
  const { Gauge, Histogram, Counter } = need('prom-client') as PromClient;
  const labelNames = ['queue', 'type'];
  const of = { queue: 'mail', type: 'send' };
  const active = new Gauge({ name: 'active', help: 'Active.', labelNames }).labels(of);
  const ended = { ...of, outcome: 'completed' };
  const names = [...labelNames, 'outcome'];
  const duration = new Histogram({ name: 'duration', help: 'Duration.', labelNames: names, buckets: [...buckets14] }).labels(ended);
  const count = new Counter({ name: 'tasks', help: 'Tasks.', labelNames: names }).labels(ended);
  return () => {
    active.inc();
    const end = duration.startTimer();
    end();
    active.dec();
    count.inc();
  };
}

const contenders: Readonly<Record<string, () => Doing>> = {
  '@autonomica/metrics': autonomica,
  'prom-client': promClient,
  nothing: () => () => {
    (sink[0] as number) += 1;
  },
};

const { client } = asked as { client: string };
const doing = contenders[client]?.();
if (doing === undefined) throw new Error(`${client} is not measured here`);

function nanoseconds(ms: number): number {
  const began = performance.now();
  let rounds = 0;
  while (performance.now() - began < ms) {
    for (let i = 0; i < period; i++) doing?.();
    rounds += 1;
  }
  return ((performance.now() - began) * 1e6) / (rounds * period);
}

nanoseconds(warmUpMs);
answer({ ns: nanoseconds(measureMs) });
