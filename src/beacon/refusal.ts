import type { frontend } from '../catalogue/frontend.ts';

export type Reason = (typeof frontend)['beacons']['attributes']['reason']['of'][number];
export type Headers = Readonly<Record<string, string>>;

/** How each is answered; what more there is to say is said to the operator, as a metric. */
export const statuses: Readonly<Record<Reason, number>> = {
  method: 405,
  content_type: 415,
  origin: 403,
  size: 413,
  slow: 408,
  aborted: 400,
  busy: 429,
  client_rate: 429,
  overall_rate: 429,
  json: 400,
  schema: 400,
};

/** Why a beacon is not taken. */
export class Refusal {
  readonly reason: Reason;
  readonly headers: Headers;

  constructor(reason: Reason, headers: Headers = {}) {
    this.reason = reason;
    this.headers = headers;
  }

  /** One that is too many now and need not be so later. */
  static until(reason: Reason, waitMs: number): Refusal {
    return new Refusal(reason, { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) });
  }
}
