import type { MeterProvider } from '@opentelemetry/api';
import type { TeeProvider } from './tee.ts';

const key = Symbol.for('opentelemetry.js.api.1');

type Api = Record<string, unknown>;

/**
 * Puts our provider into the global slot of the OpenTelemetry API, so that every copy of it, of whatever version and format, gets ours,
 * and a provider that the application registers later is accepted and receives the same calls.
 *
 * Registering assigns the slot before it looks for an earlier registration, getting only reads it; an accessor for the slot tells
 * one from the other. The accessor for `metrics` stands on the prototype: `metrics.disable()` deletes what the object itself has.
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts
 *
 * @param version of the application's own copy of the API: registering asks for exactly this one
 */
export function takeSlot(provider: TeeProvider, version: string): void {
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
  const adopt = (api: Api): Api => {
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
