import { errorTypeOf } from '../meters/error-type.ts';
import { quietly } from './quietly.ts';
import type { Watching } from './watching.ts';

/** Records uncaught errors and unhandled rejections by class; an error of a script of another origin has none. */
export function watchErrors({ record, page }: Watching): void {
  const failed = (error: unknown): void => record({ t: 'error', n: errorTypeOf(error), a: { page: page() } });
  addEventListener(
    'error',
    quietly(({ error }: ErrorEvent) => failed(error)),
  );
  addEventListener(
    'unhandledrejection',
    quietly(({ reason }: PromiseRejectionEvent) => failed(reason)),
  );
}
