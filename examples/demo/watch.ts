import { setTimeout as pause } from 'node:timers/promises';
import type { Facts } from './picture.ts';
import { Snapshot, scrape } from './snapshot.ts';
import { History } from './span.ts';
import { type Summary, summaryOf } from './summary.ts';
import type { View } from './view.ts';

const everyMs = 1_000;
const patienceMs = 2_000;
/** Rates and quantiles are of this long: enough requests of every route, and still soon to change. */
const spanMs = 15_000;

type Seen = Pick<Facts, 'summary' | 'trouble'>;

/** Scrapes the service every second and shows what that says, until it is stopped. */
export async function watch(view: View, facts: Pick<Facts, 'url' | 'endpoint' | 'graphs'>, stopped: AbortSignal): Promise<void> {
  const began = performance.now();
  const history = new History(new Snapshot(began), spanMs);
  let summary: Summary | undefined;

  async function look(): Promise<Seen> {
    try {
      const snapshot = await scrape(facts.endpoint, AbortSignal.timeout(patienceMs));
      summary = summaryOf(history.add(snapshot));
      return { summary, trouble: undefined };
    } catch (error) {
      return { summary, trouble: reasonOf(error) };
    }
  }

  for (let due = began + everyMs; !stopped.aborted; due = Math.max(due + everyMs, performance.now())) {
    await pause(due - performance.now(), undefined, { signal: stopped }).catch(() => {});
    const seen = await look();
    if (!stopped.aborted) view.show({ ...facts, ...seen, running: performance.now() - began });
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
