import { createRequire } from 'node:module';
import type { Context } from '../../src/instrumentation.ts';
import { onModule } from '../modules.ts';
import { type Loaded, onKnown } from '../loaded.ts';
import { isCountedAbove } from './counted-once.ts';
import { ModelCall, type Operation } from './model-call.ts';
import { followPromise } from './promised.ts';
import { fieldsOf, type Read, textOf } from './told.ts';

/** A class of a library whose `create` calls a model. */
export interface Resource {
  /** Its file below the package, without the ending. */
  readonly file: string;
  readonly name: string;
  readonly operation: Operation;
}

export interface ModelLibrary {
  readonly library: string;
  readonly majors: readonly number[];
  /** What it is required by. */
  readonly names: readonly string[];
  readonly resources: readonly Resource[];
  readonly read: Read;
  /** Who answers at an address. */
  provider(baseUrl: string): string;
}

interface Creating {
  readonly prototype: { create(this: unknown, ...args: unknown[]): unknown };
}

const hooked = new WeakSet<object>();

/** Measures what a library asks models, in both of its formats: their classes differ. */
export function watchModels(told: ModelLibrary, context: Context): void {
  const { library, majors, names, resources } = told;
  const known: Context = {
    ...context,
    unknown: (version) => context.unknown(version, `${library} ${version} is not known: its calls of models are not measured`),
  };
  const hook = (exports: unknown, resource: Resource): boolean => hookCreate(fieldsOf(exports)[resource.name], resource, told, context);
  onKnown({ names, files: [] }, majors, known, ({ filename }) => {
    const require = createRequire(filename);
    return resources.map((resource) => hook(require(`./${resource.file}.js`), resource)).every(Boolean);
  });
  for (const resource of resources) {
    const module = { library, files: [`${library}/${resource.file}.mjs`], exports: [resource.name] };
    onModule(module, majors, known, ({ exports }: Pick<Loaded, 'exports'>) => hook(exports, resource));
  }
}

function hookCreate(type: unknown, { operation }: Resource, { read, provider }: ModelLibrary, context: Context): boolean {
  const prototype = (type as Partial<Creating> | undefined)?.prototype;
  if (typeof prototype?.create !== 'function') return false;
  if (hooked.has(prototype)) return true;
  hooked.add(prototype);
  const { create } = prototype;
  const made = context.guard('model call', (resource: unknown, body: unknown, promise: unknown) => {
    const client = fieldsOf(fieldsOf(resource)['_client']);
    if (operation !== 'embeddings' && isCountedAbove(client)) return;
    const called = { operation, provider: provider(String(client['baseURL'])), model: textOf(fieldsOf(body)['model']) };
    followPromise(promise, () => new ModelCall(context.meters.agent, called, read), context.guard);
  });
  prototype.create = function createMeasured(...args: unknown[]) {
    const promise = Reflect.apply(create, this, args);
    made(this, args[0], promise);
    return promise;
  };
  return true;
}
