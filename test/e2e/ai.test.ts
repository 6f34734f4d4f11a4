import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { measuresAgents, saw } from './measures-agents.ts';
import { project } from './scratch.ts';

const withAi = (): Promise<string> => project('ai@7.0.173', '@ai-sdk/openai-compatible@3.0.92', '@ai-sdk/otel@1.0.173', 'zod@4.6.7');

const expected = {
  'call: chat fixture chatty answered-1': 10,
  'call: chat fixture slow error AbortError': 1,
  'call: chat fixture bad error 500': 3,
  'call: chat fixture object answered-1': 1,
  'call: embeddings fixture vectors': 2,
  'first chunk: chat fixture chatty': 3,
  'per token: chat fixture chatty': 3,
  'input: fixture chatty': 42,
  'input: fixture chatty travel': 28,
  'input: fixture object': 7,
  'input: fixture vectors': 10,
  'output: fixture chatty': 18,
  'output: fixture chatty travel': 12,
  'output: fixture object': 3,
  'cache read: fixture chatty': 12,
  'cache read: fixture chatty travel': 8,
  'cache read: fixture object': 2,
  'reasoning: fixture chatty': 6,
  'reasoning: fixture chatty travel': 4,
  'reasoning: fixture object': 1,
  'tool: weather': 1,
  'tool: weather travel': 2,
  'tool: storm error RangeError': 1,
  'run: generateText completed': 2,
  'run: tool-loop travel completed': 2,
  'run: tool-loop lost failed error 500': 1,
  'runs: generateText completed': 2,
  'runs: tool-loop travel completed': 2,
  'runs: tool-loop lost failed': 1,
  'steps: generateText': 2,
  'sum of steps: generateText': 4,
  'steps: tool-loop travel': 2,
  'sum of steps: tool-loop travel': 4,
  'steps: tool-loop lost': 1,
  'sum of steps: tool-loop lost': 1,
  'calls: generateText': 2,
  'sum of calls: generateText': 4,
  'calls: tool-loop travel': 2,
  'sum of calls: tool-loop travel': 4,
  'calls: tool-loop lost': 1,
  'sum of calls: tool-loop lost': 1,
  'tool calls: generateText': 2,
  'sum of tool calls: generateText': 2,
  'tool calls: tool-loop travel': 2,
  'sum of tool calls: tool-loop travel': 2,
  'tool calls: tool-loop lost': 1,
};

measuresAgents({ what: 'the Vercel AI SDK', install: withAi, asks: 'ai', expected }, ({ asking, answers, tells, folder, url }) => {
  it('are not measured where the application says so, or where that is switched off', async () => {
    const off = asking({ env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'ai' } });
    const disabled = asking({ args: [url(), '{"isEnabled":false}'] });
    for (const service of [off, disabled]) {
      await answers(service);
      await tells(service, {});
    }
  });

  it('are counted once where the application has telemetry of its own for them, which is said', async () => {
    writeFileSync(
      `${folder()}/ai-otel.mjs`,
      `import { OpenTelemetry } from '@ai-sdk/otel';
import { registerTelemetry } from 'ai';
registerTelemetry(new OpenTelemetry());
await import('./ai.mjs');`,
    );
    const service = asking({ file: 'ai-otel.mjs' });
    await answers(service);
    await tells(service, expected);
    const said = service.said.filter((line) => line.includes('left out'));
    assert.deepEqual(said, [
      '@autonomica/metrics: metric "gen_ai.client.inference.duration" of "gen_ai" is left out: it is measured already',
    ]);
  });

  it('leave an application alone whose version is not known, which is said once', async () => {
    writeFileSync(
      `${folder()}/ai-next.cjs`,
      `for (const callId of ['a', 'b'])
  for (const listener of globalThis.AI_SDK_TELEMETRY_INTEGRATIONS) {
    listener.onStart({ callId, aiVersion: '8.0.0', operationId: 'ai.generateText', tools: { one: {} } });
    listener.onLanguageModelCallStart({ callId, provider: 'fixture', modelId: 'm' });
    listener.onEnd({ callId });
  }
require('node:http').createServer().listen(0, '127.0.0.1', () => console.log('["done"]'));`,
    );
    const service = asking({ file: 'ai-next.cjs', flag: '--require' });
    await saw(service);
    await tells(service, {});
    assert.equal(service.said.filter((line) => line.endsWith('ai 8.0.0 is not known: its calls of models are not measured')).length, 1);
  });
});
