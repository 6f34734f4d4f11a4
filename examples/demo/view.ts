import type { Facts } from './picture.ts';

/** What shows how the services do, again and again. */
export interface View extends Disposable {
  show(facts: Facts): void;
}
