import { errorMonitor } from 'node:events';
import { createRequire } from 'node:module';
import type { Context, Instrumentation } from '../../src/instrumentation.ts';
import { onKnown } from '../loaded.ts';
import { forClient, recordCall } from './client.ts';
import { operationOf } from './statement.ts';

type Result = (this: unknown, error: unknown, ...results: unknown[]) => unknown;
interface Command {
  readonly sql?: unknown;
  /** What is prepared. */
  readonly query?: unknown;
  /** What was prepared and is to be executed; until then there is none. */
  readonly statement?: { readonly query?: unknown };
  onResult?: Result;
  once(event: string | symbol, listener: (error?: unknown) => void): unknown;
}
type Add = (this: Connection, command: Command, ...others: unknown[]) => unknown;
interface Connection {
  readonly config?: { readonly database?: unknown };
  addCommand: Add;
  _addCommandClosedState: Add;
  _notifyError(this: Connection, error: unknown, ...others: unknown[]): unknown;
}

/** A statement that was asked for. */
interface Asked {
  readonly began: number;
  readonly command: Command;
  /** The application's callback, if it has given one. */
  readonly onResult: Result | undefined;
  readonly isPreparing: boolean;
  readonly namespace: string | undefined;
  isOver: boolean;
}

const hooked = new WeakSet<Connection>();

/**
 * Statements of `mysql2`, from when they were asked for until they have ended, by the commands that a connection is given. Its own channels
 * `mysql2:query` and `mysql2:execute` are not subscribed to: with a subscriber, the error of a query without a callback counts as handled, and
 * what was prepared by hand is not told.
 */
export const mysql2: Instrumentation = {
  name: 'mysql2',
  known: 'mysql2',
  library: 'mysql2',
  attach(context) {
    const watched = { names: ['mysql2', 'mysql2/promise', 'mysql2/promise.js'], files: ['mysql2/index.js', 'mysql2/promise.js'] };
    onKnown(watched, [3], forClient(context, 'mysql2'), ({ filename }) => {
      const { prototype } = createRequire(filename)('./lib/connection.js') as { prototype?: Connection };
      const connection = ownerOf(prototype);
      if (connection === undefined) return false;
      if (!hooked.has(connection)) hook(connection, context);
      hooked.add(connection);
      return true;
    });
  },
};

/** The class that has the methods, which in older versions is the outer one. */
function ownerOf(prototype: Connection | undefined): Connection | undefined {
  for (let owner = prototype; owner; owner = Object.getPrototypeOf(owner) as Connection | undefined)
    if ((['addCommand', '_addCommandClosedState', '_notifyError'] as const).every((each) => Object.hasOwn(owner, each))) return owner;
  return undefined;
}

function hook(connection: Connection, context: Context): void {
  const unheard = new WeakMap<Connection, Set<Asked>>();
  const end = context.guard('mysql2 end', (one: Asked, error: unknown) => record(one, error, context));
  const add = context.guard('mysql2 command', (self: Connection, command: Command) => {
    if (!isStatement(command)) return;
    const one = askedFor(command, self.config?.database);
    if (typeof one.onResult === 'function') command.onResult = called.bind(one);
    else followEvents(one, unheardOf(unheard, self), end);
  });
  // bound, because V8's young collections keep what a closure for each command holds: they took five times as long
  function called(this: Asked, error: unknown): unknown {
    end(this, error);
    return this.onResult && Reflect.apply(this.onResult, this.command, arguments);
  }
  for (const name of ['addCommand', '_addCommandClosedState'] as const) {
    const original = connection[name];
    connection[name] = function addCommandHooked(command) {
      add(this, command);
      return Reflect.apply(original, this, arguments);
    };
  }
  const lost = context.guard('mysql2 loss', (self: Connection, error: unknown) => {
    for (const one of unheard.get(self) ?? []) end(one, error);
    unheard.delete(self);
  });
  hookLoss(connection, lost);
}

/** What has no callback is told nothing when its connection is lost. */
function hookLoss(connection: Connection, lost: (self: Connection, error: unknown) => void): void {
  const { _notifyError } = connection;
  connection._notifyError = function notifyErrorHooked(error) {
    lost(this, error);
    return Reflect.apply(_notifyError, this, arguments);
  };
}

function unheardOf(unheard: WeakMap<Connection, Set<Asked>>, connection: Connection): Set<Asked> {
  const known = unheard.get(connection) ?? new Set();
  if (known.size === 0) unheard.set(connection, known);
  return known;
}

/** A query, a preparation or an execution: what else a connection is given is about itself. */
const isPreparation = (command: Command): boolean => 'parameterDefinitions' in command;
const isStatement = (command: Command): boolean => 'sql' in command || isPreparation(command);

const askedFor = (command: Command, database: unknown): Asked => ({
  began: performance.now(),
  command,
  onResult: command.onResult,
  isPreparing: isPreparation(command),
  namespace: typeof database === 'string' && database !== '' ? database : undefined,
  isOver: false,
});

/** An error that nobody listens to is thrown as ever. */
function followEvents(one: Asked, unheard: Set<Asked>, end: (one: Asked, error: unknown) => void): void {
  const { command } = one;
  unheard.add(one);
  command.once(errorMonitor, (error) => end(one, error));
  command.once('end', () => {
    unheard.delete(one);
    end(one, undefined);
  });
}

/** Each statement once: of those that are prepared first, the preparation if it fails, else the execution. */
function record(one: Asked, error: unknown, context: Context): void {
  const { command, began, namespace, isPreparing } = one;
  if (one.isOver) return;
  one.isOver = true;
  const isPrepared = !('statement' in command) || command.statement !== undefined;
  if (isPreparing ? !error : !isPrepared) return;
  const operation = operationOf(command.sql ?? command.statement?.query ?? command.query);
  recordCall(context, began, { system: 'mysql', operation, namespace }, error ? context.errorTypeOf(error) : undefined);
}
