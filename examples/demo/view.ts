import type { Facts } from './picture.ts';

/** What shows how the service does, again and again. */
export interface View extends Disposable {
  show(facts: Facts): void;
}
