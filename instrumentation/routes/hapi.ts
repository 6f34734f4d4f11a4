import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { Instrumentation } from '../../src/instrumentation.ts';
import { onKnown } from '../loaded.ts';

interface HapiRequest {
  readonly route: { readonly method: string; readonly path: string };
}
interface RequestType {
  generate(this: unknown, server: unknown, request: IncomingMessage, ...others: unknown[]): HapiRequest;
}

/** What hapi answers when no route matched. */
const special = '_special';

/** The routes of hapi, which a request knows as soon as it is routed, and keeps. */
export const hapi: Instrumentation = {
  name: 'hapi',
  known: 'hapi',
  library: '@hapi/hapi',
  attach(context) {
    onKnown({ names: ['@hapi/hapi'], files: ['@hapi/hapi/lib/index.js'] }, [21], context, ({ filename }) => {
      const type = createRequire(filename)('./request') as RequestType;
      const { generate } = type;
      if (typeof generate !== 'function') return false;
      const note = context.guard('hapi route', (raw: IncomingMessage, made: HapiRequest) =>
        context.setRouteSource(raw, () => (made.route.method === special ? undefined : made.route.path)),
      );
      type.generate = function generateHooked(_, raw) {
        const made = Reflect.apply(generate, this, arguments) as HapiRequest;
        note(raw, made);
        return made;
      };
      return true;
    });
  },
};
