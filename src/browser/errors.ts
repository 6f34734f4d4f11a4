import { quietly } from './quietly.ts';
import type { Watching } from './watching.ts';

/** That the page was laid out over two frames is no error, and tells none: https://www.w3.org/TR/resize-observer/#deliver-resize-error */
const isLayout = ({ error, message }: ErrorEvent): boolean => !error && /^ResizeObserver loop\b/.test(message);

/** Records uncaught errors and unhandled rejections; an error of a script of another origin has no class. */
export function watchErrors({ record, failures: { thrown } }: Watching): void {
  addEventListener(
    'error',
    quietly((event: ErrorEvent) => {
      if (!isLayout(event)) record(thrown(event.error));
    }),
  );
  addEventListener(
    'unhandledrejection',
    quietly(({ reason }: PromiseRejectionEvent) => record(thrown(reason))),
  );
}
