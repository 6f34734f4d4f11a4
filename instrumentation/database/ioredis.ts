import type { Context, Instrumentation } from '../../src/instrumentation.ts';
import { onKnown } from '../loaded.ts';
import { forClient, recordCall } from './client.ts';
import { commandOf, replyErrorOf } from './reply.ts';

type Settle = (this: unknown, ...args: unknown[]) => unknown;
/** What settles a command that is watched says which. A weak map by it would cost more than all the rest. */
const sent = Symbol('sent');
interface Command {
  readonly name?: unknown;
  resolve: Settle & { [sent]?: Sent };
  reject: Settle;
}
interface Redis {
  readonly condition?: { readonly select?: number } | null;
  readonly options?: { readonly db?: number };
  sendCommand(this: Redis, command: Command, ...args: unknown[]): unknown;
}

/** A command that was sent; one that is redirected is sent again. */
interface Sent {
  began: number;
  isOver: boolean;
  readonly operation: string | undefined;
  readonly namespace: string;
}

/**
 * Commands of ioredis, by what settles them. Its own channel `ioredis:command` is not subscribed to: with a subscriber, ioredis hands out
 * promises whose rejections count as handled, and an application that would have ended by one does not any more.
 */
export const ioredis: Instrumentation = {
  name: 'ioredis',
  known: 'ioredis',
  library: 'ioredis',
  attach(context) {
    onKnown({ names: ['ioredis'], files: ['ioredis/built/index.js'] }, [6], forClient(context, 'ioredis'), ({ exports }) => {
      const prototype = (exports as { prototype?: Redis }).prototype;
      if (typeof prototype?.sendCommand !== 'function') return false;
      hook(prototype, context);
      return true;
    });
  },
};

function hook(redis: Redis, context: Context): void {
  const { sendCommand } = redis;
  const end = context.guard('ioredis end', (one: Sent, failed: boolean, error?: unknown) => {
    if (one.isOver) return;
    one.isOver = true;
    recordCall(
      context,
      one.began,
      { system: 'redis', operation: one.operation, namespace: one.namespace },
      failed ? replyErrorOf(error, context) : undefined,
    );
  });
  const begin = context.guard('ioredis send', (self: Redis, command: Command) => {
    const before = command.resolve[sent];
    if (before) Object.assign(before, before.isOver ? { isOver: false, began: performance.now() } : {});
    else watch(command, self, end);
  });
  redis.sendCommand = function sendCommandHooked(command) {
    begin(this, command);
    return Reflect.apply(sendCommand, this, arguments);
  };
}

/** What a command is settled by, watched; a reply that can not be read rejects from within `resolve`. */
function watch(command: Command, { condition, options }: Redis, end: (one: Sent, failed: boolean, error?: unknown) => void): void {
  const { resolve, reject } = command;
  const namespace = String(condition?.select ?? options?.db ?? 0);
  const one: Sent = { began: performance.now(), isOver: false, operation: commandOf(command.name), namespace };
  const resolveHooked: Command['resolve'] = function resolveHooked() {
    const result = Reflect.apply(resolve, this, arguments);
    end(one, false);
    return result;
  };
  resolveHooked[sent] = one;
  command.resolve = resolveHooked;
  command.reject = function rejectHooked(error) {
    end(one, true, error);
    return Reflect.apply(reject, this, arguments);
  };
}
