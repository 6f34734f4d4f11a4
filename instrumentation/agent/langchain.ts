import { createRequire } from 'node:module';
import type { Context, Instrumentation } from '../../src/instrumentation.ts';
import { onModule } from '../modules.ts';
import { type Loaded, onKnown } from '../loaded.ts';
import { claimClients, isOfLangChain } from './counted-once.ts';
import { type Answer, Runs } from './langchain-runs.ts';

interface Listeners {
  readonly handlers: readonly unknown[];
  addHandler(listener: unknown, inherit: boolean): void;
}
type Configure = (this: unknown, inheritable?: unknown, ...others: unknown[]) => Listeners | undefined;
interface CallbackManager {
  _configureSync: Configure;
}

const manager = '@langchain/core/callbacks/manager';
const packaged = (names: readonly string[], extension: string): string[] =>
  names.map((name) => `@langchain/core/dist/${name}.${extension}`);
/** What loads the class whoever asks for it, in CommonJS. */
const entries = ['callbacks/manager', 'language_models/chat_models', 'language_models/llms', 'runnables', 'tools', 'utils/testing'];
const files = entries.map((name) => (name === 'runnables' || name === 'tools' || name === 'utils/testing' ? `${name}/index` : name));

const hooked = new WeakSet<object>();
const metadataOf = (given: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : undefined;

/** Who listens to every run; awaited, it is called in their order, and it takes no time. */
function listening({ meters, guard }: Context): object {
  const runs = new Runs(meters.agent);
  const told: Readonly<Record<string, (...told: unknown[]) => void>> = {
    handleChatModelStart: (_model, _messages, id, parent, _extra, _tags, metadata) => runs.asks('chat', id, parent, metadataOf(metadata)),
    handleLLMStart: (_model, _prompts, id, parent, _extra, _tags, metadata) =>
      runs.asks('text_completion', id, parent, metadataOf(metadata)),
    handleLLMNewToken: (_token, _at, id) => runs.token(id),
    handleLLMEnd: (answer, id) => runs.answered(answer as Answer, id),
    handleLLMError: (error, id) => runs.failed(error, id),
    handleChainStart: (_chain, _inputs, id, parent, _tags, metadata) => runs.chain(id, parent, metadataOf(metadata)),
    handleChainEnd: (_outputs, id) => runs.ended(id),
    handleChainError: (error, id) => runs.failed(error, id),
    handleToolStart: (_tool, _input, id, parent, _tags, _metadata, name) => runs.uses(name, id, parent),
    handleToolEnd: (_output, id) => runs.ended(id),
    handleToolError: (error, id) => runs.failed(error, id),
  };
  const guarded = Object.entries(told).map(([name, tell]) => [name, guard(`langchain ${name}`, tell)]);
  return {
    name: 'autonomica_metrics',
    awaitHandlers: true,
    ignoreRetriever: true,
    ignoreCustomEvent: true,
    ...Object.fromEntries(guarded),
  };
}

function hook(exports: unknown, listener: object, { guard }: Context): boolean {
  const owner = (exports as { readonly CallbackManager?: CallbackManager }).CallbackManager;
  const configure = owner?._configureSync;
  if (owner === undefined || typeof configure !== 'function') return false;
  if (hooked.has(owner)) return true;
  hooked.add(owner);
  const join = guard('langchain listener', (made: Listeners | undefined) => {
    if (made && !made.handlers.includes(listener)) made.addHandler(listener, true);
  });
  owner._configureSync = function _configureSync(inheritable, ...others) {
    const given = Array.isArray(inheritable) ? [...(inheritable as unknown[]), listener] : (inheritable ?? [listener]);
    const made = Reflect.apply(configure, this, [given, ...others]);
    join(made);
    return made;
  };
  claimClients(isOfLangChain);
  return true;
}

/** LangChain, by whom it calls back: `CallbackManager._configureSync` says who listens to a run, and we are one more. */
export const langchain: Instrumentation = {
  name: 'langchain',
  known: 'langchain',
  library: '@langchain/core',
  attach(context) {
    const listener = listening(context);
    const left: Context = {
      ...context,
      unknown: (version) => context.unknown(version, `@langchain/core ${version} is not known: what it runs is not measured`),
    };
    const names = entries.map((name) => `@langchain/core/${name}`);
    onKnown({ names, files: packaged(files, 'cjs') }, [1], left, ({ filename }: Loaded) =>
      hook(createRequire(filename)(manager), listener, context),
    );
    const imported = { library: '@langchain/core', files: packaged(['callbacks/manager'], 'js'), exports: ['CallbackManager'] };
    onModule(imported, [1], left, ({ exports }) => hook(exports, listener, context));
  },
};
