import type { Context, Instrumentation } from '../../src/instrumentation.ts';
import { Operation, type Told } from './ai-operation.ts';
import { Open, wordOf } from './inference.ts';

/** Where `ai` looks for whoever listens to every call: https://github.com/vercel/ai/blob/main/packages/ai/src/telemetry/telemetry-registry.ts */
const listeners = 'AI_SDK_TELEMETRY_INTEGRATIONS';
const majors = [7];

type Listen = (told: Told) => void;

/** What `ai` calls, by the names it has for it. */
function listening(context: Context): Readonly<Record<string, Listen>> {
  const { agent } = context.meters;
  const open = new Open<Operation>();
  const of = ({ callId }: Told): Operation | undefined => open.get(callId);
  const started = (told: Told): void => {
    if (!isKnown(told.aiVersion, context)) return;
    open.add(told.callId, new Operation(agent, told));
  };
  return {
    onStart: started,
    onStepStart: (told) => of(told)?.step(),
    onLanguageModelCallStart: (told) => of(told)?.asks(told),
    onLanguageModelCallEnd: (told) => of(told)?.answered(told),
    onObjectStepStart: (told) => of(told)?.asks(told),
    onObjectStepEnd: (told) => of(told)?.answered(told),
    onToolExecutionStart: (told) => of(told)?.uses(told),
    onToolExecutionEnd: (told) => of(told)?.used(told),
    onEmbedStart: (told) => of(told)?.embeds(told),
    onEmbedEnd: (told) => of(told)?.embedded(told),
    onEnd: ({ callId }) => open.take(callId)?.end(),
    onAbort: ({ callId, reason }) => open.take(callId)?.abort(reason),
    onError: ({ callId, error }) => open.take(callId)?.fail(error),
  };
}

function isKnown(told: unknown, { report, unknown }: Context): boolean {
  const version = wordOf(told) ?? 'before 7';
  const known = majors.includes(Number.parseInt(version, 10));
  if (known) report('attached', version);
  else unknown(version, `ai ${version} is not known: its calls of models are not measured`);
  return known;
}

/**
 * The Vercel AI SDK, by its own telemetry: the list of whoever listens is a global that it makes if there is none, so nothing is patched.
 * A call that is given listeners of its own, or has its telemetry switched off, is not told to us.
 */
export const ai: Instrumentation = {
  name: 'ai',
  known: 'ai',
  library: 'ai',
  replaces: [{ scope: 'gen_ai', metrics: ['gen_ai.client.inference.duration'] }],
  attach(context) {
    context.report('library not loaded');
    const ours = Object.entries(listening(context)).map(([name, listen]) => [name, context.guard(`ai ${name}`, listen)]);
    const there: unknown = Reflect.get(globalThis, listeners);
    const all: unknown[] = Array.isArray(there) ? there : [];
    all.push(Object.fromEntries(ours));
    Object.defineProperty(globalThis, listeners, { value: all, writable: true, configurable: true, enumerable: false });
  },
};
