import type { Counter, Gauge, Histogram, Observable } from '@opentelemetry/api';

const nothing = (): void => {};

/** Instruments that record nothing. */
export const noop: Counter & Gauge & Histogram & Observable = {
  add: nothing,
  record: nothing,
  addCallback: nothing,
  removeCallback: nothing,
};
