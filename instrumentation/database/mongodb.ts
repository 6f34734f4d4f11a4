import { createRequire } from 'node:module';
import type { Context, Instrumentation } from '../../src/instrumentation.ts';
import { onKnown } from '../loaded.ts';
import { forClient, recordCall } from './client.ts';

interface Operation {
  readonly commandName?: unknown;
  /** What the application had sent as it is. */
  readonly command?: unknown;
  readonly ns?: { readonly db?: unknown };
}
interface Executing {
  executeOperation(this: unknown, client: unknown, operation: Operation, ...others: unknown[]): Promise<unknown>;
}

/**
 * Operations of `mongodb`, from when they were asked for until they have ended: a connection that is waited for and what is tried again are
 * part of it. Commands of the driver's own, by which it watches its servers, do not pass through here. Command monitoring is not turned on:
 * it parses and copies every answer.
 */
export const mongodb: Instrumentation = {
  name: 'mongodb',
  known: 'mongodb',
  library: 'mongodb',
  attach(context) {
    onKnown({ names: ['mongodb'], files: ['mongodb/lib/index.js'] }, [7], forClient(context, 'mongodb'), ({ filename }) => {
      const executing = createRequire(filename)('./operations/execute_operation') as Partial<Executing>;
      if (!isKnown(executing)) return false;
      hook(executing, context);
      return true;
    });
  },
};

const isKnown = (executing: Partial<Executing>): executing is Executing => typeof executing.executeOperation === 'function';

/** The driver awaits the promise in any case, so that to look at it handles no rejection that somebody else would have seen. */
function hook(executing: Executing, context: Context): void {
  const { executeOperation } = executing;
  const end = context.guard('mongodb end', (operation: Operation, began: number, error: string | undefined) => {
    const name = nameOf(operation);
    if (name === 'endSessions') return;
    const db = operation.ns?.db;
    recordCall(context, began, { system: 'mongodb', operation: name, namespace: typeof db === 'string' ? db : undefined }, error);
  });
  const follow = context.guard('mongodb operation', (operation: Operation, began: number, promise: Promise<unknown>) => {
    promise.then(
      (result) => end(operation, began, writeErrorOf(operation, result)),
      (error: unknown) => end(operation, began, errorOf(error, context)),
    );
  });
  executing.executeOperation = function executeOperationHooked(_client, operation) {
    const began = performance.now();
    const promise = Reflect.apply(executeOperation, this, arguments) as Promise<unknown>;
    follow(operation, began, promise);
    return promise;
  };
}

/** The name of the command; of one that the application made itself, its first key, if that is a word. */
function nameOf({ commandName, command }: Operation): string | undefined {
  const name = commandName === 'runCommand' && typeof command === 'object' ? Object.keys(command ?? {})[0] : commandName;
  return typeof name === 'string' && /^[a-z]\w{0,39}$/i.test(name) ? name : undefined;
}

interface Failure {
  readonly name?: unknown;
  readonly code?: unknown;
}

/** The server's code, as a number in text: https://opentelemetry.io/docs/specs/semconv/database/mongodb/ */
const codeOf = ({ code }: Failure): string | undefined => (Number.isInteger(Number(code ?? Number.NaN)) ? String(Number(code)) : undefined);

const writes: ReadonlySet<unknown> = new Set(['insert', 'update', 'delete']);

/** What several writes at once came to is answered, and not thrown here: the first that failed. */
function writeErrorOf({ commandName }: Operation, result: unknown): string | undefined {
  if (!writes.has(commandName)) return undefined;
  const { writeErrors } = Object(result) as { readonly writeErrors?: unknown };
  const [first] = Array.isArray(writeErrors) ? (writeErrors as readonly unknown[]) : [];
  return first === undefined ? undefined : (codeOf(Object(first) as Failure) ?? '_OTHER');
}

/** What the server answered an error with, else its class; never the message. */
function errorOf(error: unknown, { errorTypeOf }: Context): string {
  const failure = Object(error) as Failure;
  const isOfDriver = typeof failure.name === 'string' && failure.name.startsWith('Mongo');
  return (isOfDriver ? codeOf(failure) : undefined) ?? errorTypeOf(error);
}
