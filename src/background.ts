import { PriceFile } from './price-file.ts';
import type { Settings } from './settings.ts';
import { Expiry } from './store/expiry.ts';
import type { Store } from './store/store.ts';

/** What is done from time to time, without keeping the process alive, where it is asked for; gives what ends it. */
export function background({ prices, expireMs, sampleIntervalMs }: Settings, store: Store): () => void {
  const file = prices === '' ? undefined : new PriceFile(prices, sampleIntervalMs);
  const expiry = new Expiry(store, expireMs);
  const sweeping = expireMs === 0 ? undefined : setInterval(() => expiry.sweep(performance.now()), expiry.intervalMs).unref();
  return () => {
    file?.stop();
    clearInterval(sweeping);
  };
}
