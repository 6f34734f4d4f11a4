import type { Endpoint } from './endpoint/endpoint.ts';

/** A pipeline that has been started. */
export interface Running {
  /** Where the endpoint listens, once it does; undefined when it can't. */
  readonly address: Promise<string | undefined>;
  readonly endpoint: Endpoint;
  /** Pushes what has been recorded, a last time, and closes the endpoint. */
  stop(): Promise<void>;
  /** Whether the process can end by itself once it is stopped: not where the kernel does not answer, of a dead disk for one. */
  canEnd(): Promise<boolean>;
}
