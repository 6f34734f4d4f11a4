import type { Failures } from './failures.ts';
import type { RouteOf } from './routes.ts';
import type { Item } from './wire.ts';

/** What those that watch the page are given. */
export interface Watching {
  /** Records an item; none is nothing. */
  readonly record: (item: Item | undefined) => void;
  readonly failures: Failures;
  readonly routeOf: RouteOf;
  /** The route of the page as it is now. */
  readonly page: () => string;
}
