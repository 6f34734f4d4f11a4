import type { Instrumentation } from '../../src/instrumentation.ts';
import { onKnown } from '../loaded.ts';
import { onCalls } from './channel.ts';
import { type Called, forClient, metric } from './client.ts';
import { commandOf, replyErrorOf } from './reply.ts';

interface Message {
  readonly args?: readonly unknown[];
  readonly batchMode?: string;
  readonly database?: number;
  readonly error?: unknown;
}

const named = (operation: string | undefined, { database }: Message): Called => ({
  system: 'redis',
  operation,
  namespace: database === undefined ? undefined : String(database),
});

let isWatching = false;

/** Commands of `redis` and `@redis/client`, by their own channels. A transaction is one operation, `MULTI`: the library tells no more of it. */
export const redis: Instrumentation = {
  name: 'redis',
  known: 'redis',
  library: '@redis/client',
  replaces: [{ scope: 'node-redis', metrics: [metric] }],
  attach(context) {
    const watched = { names: ['@redis/client'], files: ['@redis/client/dist/index.js'] };
    onKnown(watched, [6], forClient(context, '@redis/client'), () => {
      if (isWatching) return true;
      isWatching = true;
      const errorOf = (error: unknown): string => replyErrorOf(error, context);
      onCalls<Message>({ channel: 'node-redis:command', called: (told) => named(commandOf(told.args?.[0]), told), errorOf }, context);
      const batch = (told: Message): Called | undefined => (told.batchMode === 'MULTI' ? named('MULTI', told) : undefined);
      onCalls<Message>({ channel: 'node-redis:batch', called: batch, errorOf }, context);
      return true;
    });
  },
};
