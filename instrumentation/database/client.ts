import type { Context } from '../../src/instrumentation.ts';

export const metric = 'db.client.operation.duration';

/** The context of a client library: at a version that is not known it is left alone, and that is said in words that fit. */
export const forClient = (context: Context, library: string): Context => ({
  ...context,
  unknown: (version) => context.unknown(version, `${library} ${version} is not known: its calls are not measured`),
});

/** What a call was, by names that are few: never a statement, a key or a value. */
export interface Called {
  readonly system: string;
  readonly operation: string | undefined;
  readonly namespace: string | undefined;
}

/** Records a call that took this long, and failed if there is an error. */
export function recordCall({ meters }: Pick<Context, 'meters'>, began: number, called: Called, error: string | undefined): void {
  meters.api.db.duration.record((performance.now() - began) / 1000, { ...called, error });
}
