import type { RouteOf } from './routes.ts';
import type { Item } from './wire.ts';

/** What those that watch the page are given. */
export interface Watching {
  readonly record: (item: Item) => void;
  readonly routeOf: RouteOf;
  /** The route of the page as it is now. */
  readonly page: () => string;
}
