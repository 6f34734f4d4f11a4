import type { Context, Instrumentation } from '../../src/instrumentation.ts';
import { onKnown } from '../loaded.ts';
import { forClient, metric, recordCall } from './client.ts';
import { operationOf } from './statement.ts';

interface Query {
  readonly text?: unknown;
  /** An error in reading a row, which is told at the end. */
  readonly _canceledDueToError?: unknown;
  submit(this: Query, ...args: unknown[]): unknown;
  handleError(this: Query, error: unknown, ...args: unknown[]): unknown;
  handleReadyForQuery(this: Query, ...args: unknown[]): unknown;
}
interface Client {
  readonly database?: unknown;
  readonly _queryQueue?: readonly unknown[];
  query(this: Client, ...args: unknown[]): unknown;
}
interface Pg {
  readonly Client: { readonly prototype: Client };
  readonly Query: { readonly prototype: Query } & (new () => Query);
}

/** When a query was asked for, and in which database. */
interface Asked {
  readonly at: number;
  readonly namespace: string | undefined;
}

/**
 * Queries of `pg`, from when they were asked for until they have ended: promises, callbacks, pools, prepared and events alike, because what is
 * watched is the query itself, and none of these is replaced. What submits itself, such as a cursor or a stream, is left alone.
 */
export const pg: Instrumentation = {
  name: 'pg',
  known: 'pg',
  library: 'pg',
  replaces: [{ scope: '@opentelemetry/instrumentation-pg', metrics: [metric] }],
  attach(context) {
    onKnown({ names: ['pg'], files: ['pg/lib/index.js'] }, [8], forClient(context, 'pg'), ({ exports }) => {
      const copy = exports as Pg;
      if (!hasKnownShape(copy)) return false;
      hook(copy, context);
      return true;
    });
  },
};

const hasKnownShape = ({ Client, Query }: Partial<Pg>): boolean =>
  typeof Client?.prototype?.query === 'function' &&
  (['submit', 'handleError', 'handleReadyForQuery'] as const).every((each) => typeof Query?.prototype?.[each] === 'function');

function hook({ Client, Query }: Pg, context: Context): void {
  const asked = new WeakMap<Query, Asked>();
  const note = hookSubmit(Query.prototype, asked, context);
  hookQuery(Client.prototype, note, (value): value is Query => value instanceof Query);
  hookEnds(Query.prototype, asked, context);
}

type Note = { asking: Asked | undefined; queued(query: Query, asked: Asked): void; guard: Context['guard'] };

/** A query is known when it is submitted, which may be before the call returns. */
function hookSubmit(query: Query, asked: WeakMap<Query, Asked>, { guard }: Context): Note {
  const note: Note = {
    asking: undefined,
    queued: (each, by) => void (asked.has(each) || asked.set(each, by)),
    guard,
  };
  const { submit } = query;
  const submitted = guard('pg submit', (self: Query) => {
    if (note.asking) note.queued(self, note.asking);
  });
  query.submit = function submitHooked() {
    submitted(this);
    return Reflect.apply(submit, this, arguments);
  };
  return note;
}

/** What waits behind another query is the last of the client's queue when the call returns. */
function hookQuery(client: Client, note: Note, isQuery: (value: unknown) => value is Query): void {
  const { query } = client;
  const queued = note.guard('pg queue', ({ _queryQueue: queue }: Client, asked: Asked) => {
    const last = queue?.at(-1);
    if (isQuery(last)) note.queued(last, asked);
  });
  client.query = function queryHooked() {
    const outer = note.asking;
    const { database } = this;
    const asking = { at: performance.now(), namespace: typeof database === 'string' ? database : undefined };
    note.asking = asking;
    try {
      return Reflect.apply(query, this, arguments);
    } finally {
      note.asking = outer;
      queued(this, asking);
    }
  };
}

/** Each query ends once: whatever comes later, such as the answer to one that timed out, is ignored. */
function hookEnds(query: Query, asked: WeakMap<Query, Asked>, context: Context): void {
  const { handleError, handleReadyForQuery } = query;
  const over = new WeakSet<Query>();
  const end = context.guard('pg end', (self: Query, failed: boolean, error?: unknown) => {
    if (over.has(self)) return;
    over.add(self);
    const { at, namespace } = asked.get(self) ?? { at: performance.now(), namespace: undefined };
    recordCall(
      context,
      at,
      { system: 'postgresql', operation: operationOf(self.text), namespace },
      failed ? context.errorTypeOf(error) : undefined,
    );
  });
  query.handleError = function handleErrorHooked(error) {
    end(this, true, this._canceledDueToError || error);
    return Reflect.apply(handleError, this, arguments);
  };
  query.handleReadyForQuery = function handleReadyForQueryHooked() {
    if (!this._canceledDueToError) end(this, false);
    return Reflect.apply(handleReadyForQuery, this, arguments);
  };
}
