import { quietly } from './quietly.ts';
import type { Watching } from './watching.ts';

/** Records uncaught errors and unhandled rejections; an error of a script of another origin has no class. */
export function watchErrors({ record, failures: { thrown } }: Watching): void {
  addEventListener(
    'error',
    quietly(({ error }: ErrorEvent) => record(thrown(error))),
  );
  addEventListener(
    'unhandledrejection',
    quietly(({ reason }: PromiseRejectionEvent) => record(thrown(reason))),
  );
}
