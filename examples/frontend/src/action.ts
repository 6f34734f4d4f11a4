import { recordUserAction } from '@autonomica/metrics/browser';
import { useState } from 'react';

export interface Action {
  readonly act: () => void;
  readonly isUnderWay: boolean;
  /** Why it failed last. */
  readonly error: Error | undefined;
}

/** What a user starts and waits for. How long it took and how it ended is recorded by its name. */
export function useAction(name: string, work: () => Promise<void>): Action {
  const [isUnderWay, setUnderWay] = useState(false);
  const [error, setError] = useState<Error>();
  async function run(): Promise<void> {
    const since = performance.now();
    const record = (outcome: 'ok' | 'error'): void => recordUserAction(name, { seconds: (performance.now() - since) / 1000, outcome });
    setUnderWay(true);
    setError(undefined);
    try {
      await work();
      record('ok');
    } catch (failure) {
      record('error');
      setError(failure as Error);
    }
    setUnderWay(false);
  }
  return { act: () => void run(), isUnderWay, error };
}
