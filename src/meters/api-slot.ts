import type { MeterProvider } from '@opentelemetry/api';
import { callingApiVersion, newerOf } from './api-version.ts';
import type { TeeProvider } from './tee.ts';

const key = Symbol.for('opentelemetry.js.api.1');
/** The version of the API that is built in. */
const builtIn = '1.10.0';

type Api = Record<string, unknown>;

interface ContextManager {
  active(): { getValue(key: symbol): unknown };
}
/** https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/opentelemetry-core/src/trace/suppress-tracing.ts */
const suppress = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** Whether what runs now is the OpenTelemetry of the application itself, such as an exporter: what it sends is no request of the application's. */
export function isSuppressed(): boolean {
  const api = Reflect.get(globalThis, key) as { readonly context?: ContextManager } | undefined;
  if (api?.context === undefined) return false;
  try {
    return api.context.active().getValue(suppress) === true;
  } catch {
    return false;
  }
}

/**
 * Puts our provider into the global slot of the OpenTelemetry API, so that every copy of it, of whatever version and format, gets ours,
 * and a provider that the application registers later is accepted and receives the same calls.
 *
 * Registering assigns the slot before it looks for an earlier registration, getting only reads it; an accessor for the slot tells
 * one from the other. The accessor for `metrics` stands on the prototype: `metrics.disable()` deletes what the object itself has.
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts
 *
 * Registering also asks for exactly its own version, and gets it; reading asks for one that is at least as new.
 *
 * @param version of the application's own copy of the API, where the stack does not tell which copy registers; unset, that of ours
 */
export function takeSlot(provider: TeeProvider, version = builtIn): void {
  const before = Reflect.get(globalThis, key) as Api | undefined;
  let registering = false;
  const accessors = Object.create(Object.prototype, {
    metrics: {
      configurable: true,
      get: () => (registering ? undefined : provider),
      set(theirs: MeterProvider) {
        registering = false;
        provider.attach(theirs);
      },
    },
  }) as object;
  const newest = newerOf(version, builtIn);
  const versions = {
    configurable: true,
    enumerable: true,
    get: () => (registering ? (callingApiVersion() ?? version) : newest),
  };
  const adopt = (api: Api): Api => {
    // one that another copy made before us keeps its version, as it would without us
    if (Object.getOwnPropertyDescriptor(api, 'version')?.configurable !== false) Object.defineProperty(api, 'version', versions);
    const registered = Object.getOwnPropertyDescriptor(api, 'metrics');
    delete api['metrics'];
    Object.setPrototypeOf(api, accessors);
    if (registered?.value) provider.attach(registered.value as MeterProvider);
    return api;
  };
  let api: Api | undefined = adopt(before ?? { version });
  Object.defineProperty(globalThis, key, {
    configurable: true,
    enumerable: true,
    get() {
      registering = false;
      return api;
    },
    set(assigned: Api | undefined) {
      registering = true;
      if (assigned !== api) api = assigned && adopt(assigned);
    },
  });
}
