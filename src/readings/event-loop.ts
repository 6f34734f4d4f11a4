import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { runtime } from '../catalogue/runtime.ts';
import { type BoundSummary, Summary } from '../store/summary.ts';
import type { Store } from '../store/store.ts';
import { Window } from '../store/window.ts';
import { ourScope } from '../version.ts';
import { write } from './write.ts';

const intervalMs = 20;
const windowMs = 60_000;

interface Snapshot {
  readonly at: number;
  readonly used: EventLoopUtilization;
}

/**
 * The event loop. A timer that never keeps the process alive tells how late it fired, beyond its own interval, as a value each time, so that
 * nobody who reads disturbs another; Node's own monitor has to be reset to be read, and loses what is under way.
 */
export class EventLoop {
  readonly #delay: BoundSummary | undefined;
  readonly #window = new Window();
  readonly #snapshots: Snapshot[] = [{ at: performance.now(), used: performance.eventLoopUtilization() }];
  #last = performance.now();

  constructor(store: Store) {
    const delay = store.declare(runtime.loop.delay, { scope: ourScope });
    // a scrape that comes before the first tick finds it, empty
    if (delay instanceof Summary) this.#delay = delay.bind();
    setInterval(() => this.#tick(performance.now()), intervalMs).unref();
  }

  #tick(now: number): void {
    const late = Math.max(0, now - this.#last - intervalMs) / 1000;
    this.#last = now;
    this.#delay?.record(late);
    this.#window.add(late, now);
  }

  read(store: Store, now: number = performance.now()): void {
    const used = performance.eventLoopUtilization();
    write(store, runtime.loop.time, [
      [used.active / 1000, { state: 'active' }],
      [used.idle / 1000, { state: 'idle' }],
    ]);
    write(store, runtime.loop.utilization, [[this.#utilization({ at: now, used }), {}]]);
    const [min, p50, p90, p99, max] = this.#window.quantiles([0, 0.5, 0.9, 0.99, 1], now) as [number, number, number, number, number];
    for (const [definition, value] of [
      [runtime.loop.min, min],
      [runtime.loop.p50, p50],
      [runtime.loop.p90, p90],
      [runtime.loop.p99, p99],
      [runtime.loop.max, max],
    ] as const)
      write(store, definition, Number.isNaN(value) ? [] : [[value, {}]]);
  }

  /** Since the oldest snapshot of the last minute, or the last one before it. */
  #utilization(latest: Snapshot): number {
    const kept = this.#snapshots;
    while ((kept[1]?.at ?? Number.POSITIVE_INFINITY) <= latest.at - windowMs) kept.shift();
    const { utilization } = performance.eventLoopUtilization(latest.used, kept[0]?.used);
    if (latest.at - (kept.at(-1)?.at ?? 0) >= windowMs / 12) kept.push(latest);
    return utilization;
  }
}
