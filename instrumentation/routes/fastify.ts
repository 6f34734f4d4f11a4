import diagnosticsChannel from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Context, Instrumentation } from '../../src/instrumentation.ts';

interface Request {
  readonly raw: IncomingMessage;
  readonly routeOptions: { readonly url?: string };
}
interface Fastify {
  readonly version: string;
  addHook(name: 'onRequest', hook: (request: Request, reply: unknown, done: () => void) => void): void;
}

/**
 * The routes of Fastify, which tells of each instance that is made: its first hook notes the template, before any of the application's.
 * https://fastify.dev/docs/latest/Reference/Hooks/#diagnostics-channel-hooks
 */
export const fastify: Instrumentation = {
  name: 'fastify',
  known: 'fastify',
  library: 'fastify',
  attach(context: Context) {
    context.report('library not loaded');
    const note = context.guard('fastify route', ({ raw, routeOptions }: Request) => context.setRoute(raw, routeOptions.url));
    const made = context.guard('fastify load', ({ fastify: instance }: { fastify: Fastify }) => {
      if (Number.parseInt(instance.version, 10) !== 5) {
        context.unknown(instance.version);
        return;
      }
      instance.addHook('onRequest', (request, _, done) => {
        note(request);
        done();
      });
      context.report('attached', instance.version);
    });
    diagnosticsChannel.subscribe('fastify.initialization', made as (message: unknown) => void);
  },
};
