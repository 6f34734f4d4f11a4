import type { Meters } from '../catalogue/define.ts';
import type { frontend } from '../catalogue/frontend.ts';
import { method } from '../catalogue/http.ts';
import { type Fold, other } from './names.ts';
import type { Item, Told } from './schema.ts';

export type FrontendMeters = Meters<typeof frontend>;

/** Which names of each kind are kept. */
export interface Foldings {
  readonly page: Fold;
  readonly action: Fold;
  readonly route: Fold;
  readonly error: Fold;
  /** Undefined where applications are not told apart. */
  readonly app: Fold | undefined;
}

/** What is not listed is folded where it is recorded. */
type Type = (typeof frontend)['load']['attributes']['type']['of'][number];
type Method = (typeof method)['of'][number];
const methodOf = (said: string): Method => method.of.find((each) => each === said) ?? '_OTHER';

/** Records what pages tell, by names that are allowed. */
export class Recorder {
  readonly #meters: FrontendMeters;
  readonly #fold: Foldings;

  constructor(meters: FrontendMeters, fold: Foldings) {
    this.#meters = meters;
    this.#fold = fold;
  }

  record({ app: name, items }: Told): void {
    const app = this.#fold.app?.(name);
    for (const item of items) this.#record(item, app);
  }

  #record(item: Item, app: string | undefined): void {
    const { load, vital, errors } = this.#meters;
    const { page, route, error } = this.#fold;
    switch (item.kind) {
      case 'load':
        return load.record(item.seconds, {
          app,
          page: page(item.page),
          route: maybe(either(route, page), item.route),
          type: item.type as Type,
        });
      case 'vital':
        return vital[item.vital].record(item.value, { app, page: maybe(page, item.page), type: item.type as Type });
      case 'action':
        return this.#action(item, app);
      case 'api':
        return this.#request(item, app);
      default:
        return errors.add(1, { app, page: maybe(page, item.page), error: error(item.error) });
    }
  }

  #action({ action: name, page, outcome, seconds }: Extract<Item, { kind: 'action' }>, app: string | undefined): void {
    const { actions, action: duration } = this.#meters;
    const action = this.#fold.action(name);
    actions.add(1, { app, action, page: maybe(this.#fold.page, page), outcome });
    if (seconds !== undefined) duration.record(seconds, { app, action, outcome });
  }

  /** As the conventions have it, an answer that is an error has its status as the error unless there is a better name. */
  #request({ route, method: verb, status, error, seconds }: Extract<Item, { kind: 'api' }>, app: string | undefined): void {
    const failed = maybe(this.#fold.error, error) ?? (status !== undefined && status >= 400 ? String(status) : undefined);
    this.#meters.request.record(seconds, { app, method: methodOf(verb), route: this.#fold.route(route), status, error: failed });
  }
}

const maybe = (fold: Fold, name: string | undefined): string | undefined => (name === undefined ? undefined : fold(name));

/** By the second what the first does not keep: a page that is told apart is a route, listed as one or not. */
const either =
  (first: Fold, second: Fold): Fold =>
  (name) => {
    const kept = first(name);
    return kept === other ? second(name) : kept;
  };
