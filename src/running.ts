import type { Endpoint } from './endpoint/endpoint.ts';

/** A pipeline that has been started. */
export interface Running {
  /** Where the endpoint listens, once it does; undefined when it can't. */
  readonly address: Promise<string | undefined>;
  readonly endpoint: Endpoint;
  /** Closes the endpoint. */
  stop(): Promise<void>;
}
