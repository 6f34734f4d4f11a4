import diagnosticsChannel from 'node:diagnostics_channel';
import http, { type ClientRequest } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { Context, Instrumentation } from '../src/instrumentation.ts';
import type { Measured, Recorded, Requesting } from '../src/opentelemetry/http-client.ts';
import { methodOf } from './methods.ts';
import { onLoad } from './loaded.ts';

const metric = 'http.client.request.duration';

/** Records a request that was sent, as OpenTelemetry's instrumentations describe it. */
function recordIn({ meters, isPush }: Context, protocol?: 'http' | 'https'): Recorded {
  const { duration } = meters.api.client;
  return (seconds, said) => {
    if (isPush(said['server.address'], said['server.port'])) return;
    const status = said['http.response.status_code'] as number | undefined;
    duration.record(seconds, {
      method: methodOf(said['http.request.method']),
      address: said['server.address'] as string | undefined,
      port: said['server.port'] as number | undefined,
      status,
      error: (said['error.type'] as string | undefined) ?? (status !== undefined && status >= 400 ? String(status) : undefined),
      scheme: protocol ?? (said['url.scheme'] as 'http' | 'https' | undefined),
      version: said['network.protocol.version'] as '1.0' | '1.1' | '2' | undefined,
    });
  };
}

type Protocol = 'http' | 'https';

/** A request as Node made it, of `node:http` or `node:https`. */
type Made = Pick<ClientRequest, 'getHeader' | 'host' | 'method' | 'path' | 'protocol'>;

/** What was asked for, as far as the request itself tells: it keeps no port but that of its `Host` header. */
function askedOf(request: Made): object {
  const { host, method, path, protocol } = request;
  const [, port] = /:(\d+)$/.exec(String(request.getHeader('host') ?? '')) ?? [];
  return { host, method, path, protocol, port };
}

/** Measures requests while they are made. OpenTelemetry's part is read when the first one is. */
class Requests {
  readonly #context: Context;
  readonly #measured = new Map<Protocol, Measured>();
  /** Whether one is being made by a function of ours: what Node says of it is known. */
  #isMaking = false;
  /** Whether a `get` is under way that somebody wrapped before us: it may call `request`, which is this one. */
  #isWithin = false;

  constructor(context: Context) {
    this.#context = context;
  }

  #measuredOf(protocol: Protocol): Measured {
    const there = this.#measured.get(protocol);
    if (there) return there;
    const { guard, measureRequests } = this.#context;
    let measured: Measured = (send) => send();
    guard('http-client open', () => {
      measured = measureRequests(protocol, recordIn(this.#context, protocol), guard);
    })();
    this.#measured.set(protocol, measured);
    return measured;
  }

  /** Puts measured functions in the place of a module's own. */
  replace(protocol: Protocol, module: Requesting): void {
    const { request, get } = module;
    const through = (original: Requesting['request']): Requesting['request'] => {
      const make = (send: () => unknown, args: readonly unknown[]): unknown => this.#make(protocol, send, args, original === get);
      const sent = function sent(this: unknown, ...args: unknown[]): unknown {
        return make(() => Reflect.apply(original, this, args), args);
      };
      for (const property of ['name', 'length'] as const)
        Object.defineProperty(sent, property, { value: original[property], configurable: true });
      return sent;
    };
    module.request = through(request);
    module.get = through(get);
  }

  #make(protocol: Protocol, send: () => unknown, args: readonly unknown[], isGet: boolean): unknown {
    const wasMaking = this.#isMaking;
    const wasWithin = this.#isWithin;
    const isLeftOut = wasWithin || this.#context.isSuppressed();
    this.#isMaking = true;
    this.#isWithin = isGet;
    try {
      return isLeftOut ? send() : this.#measuredOf(protocol)(send, args);
    } finally {
      this.#isMaking = wasMaking;
      this.#isWithin = wasWithin;
    }
  }

  /** Measures one that was made past our functions: by those that somebody has from before, or by the class itself. */
  made(request: Made): void {
    if (this.#isMaking || this.#context.isSuppressed()) return;
    this.#measuredOf(request.protocol === 'https:' ? 'https' : 'http')(() => request, [askedOf(request)]);
  }
}

/** https://nodejs.org/api/diagnostics_channel.html#http */
const channel = 'http.client.request.created';
/** The first major version whose every supported minor has it. */
const since = 22;

/**
 * Measures what `node:http` and `node:https` send, by OpenTelemetry's instrumentation under an API of its own: it sees no tracer and adds
 * no header, and whoever wraps these functions, before or after, is left in place. `node:https` is megabytes, so it is not loaded for it: its
 * functions are replaced when the application has it, which the first request tells where no `require` did.
 */
export const httpClient: Instrumentation = {
  name: 'http-client',
  known: 'http',
  library: 'node:http',
  replaces: [{ scope: '@opentelemetry/instrumentation-http', metrics: [metric] }],
  attach(context) {
    const requests = new Requests(context);
    const replaced = new Set<Protocol>();
    const replace = (protocol: Protocol, module: unknown): void => {
      if (replaced.has(protocol)) return;
      replaced.add(protocol);
      requests.replace(protocol, module as Requesting);
      syncBuiltinESMExports();
    };
    const secure = (): void => replace('https', process.getBuiltinModule('node:https'));
    replace('http', http);
    onLoad({ names: ['https', 'node:https'], files: [] }, context.guard, secure);
    const tell = context.guard('http-client made', (request: Made) => {
      requests.made(request);
      if (request.protocol === 'https:') secure();
    });
    diagnosticsChannel.subscribe(channel, (message) => tell((message as { request: Made }).request));
    if (Number.parseInt(process.versions.node, 10) < since) secure();
    context.report('attached', `Node ${process.versions.node}`);
  },
};

/** Measures `fetch` and whatever else undici sends, the application's own copy of it too: all publish on the same channels. */
export const undici: Instrumentation = {
  name: 'undici',
  known: 'undici',
  library: 'undici',
  replaces: [{ scope: '@opentelemetry/instrumentation-undici', metrics: [metric] }],
  attach(context) {
    const created = 'undici:request:create';
    const first = context.guard('undici open', (message: unknown) => {
      diagnosticsChannel.unsubscribe(created, first);
      context.measureUndici(recordIn(context), context.isSuppressed, context.guard)(message);
    });
    diagnosticsChannel.subscribe(created, first);
    context.report('attached', `Node ${process.versions.node}`);
  },
};
