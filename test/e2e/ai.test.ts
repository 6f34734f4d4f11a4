import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { eventually } from './eventually.ts';
import { recorded } from './inference.ts';
import { points } from './points.ts';
import { project } from './scratch.ts';
import { type Service, services } from './service.ts';

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

describe('models, tools and agents of the Vercel AI SDK', () => {
  const start = services();
  let cwd: string;
  let url: string;
  let without: string;
  const saw = async (service: Service): Promise<string> => (await service.printed(/^\[".*$/m))[0];
  before(async () => {
    cwd = await withAi();
    url = await start({ cwd, file: 'openai-wire.cjs' }).url();
    without = await saw(start({ cwd, file: 'ai.mjs', args: [url] }));
  });

  for (const file of ['ai.cjs', 'ai.mjs'])
    for (const flag of ['--require', '--import'] as const)
      it(`are measured, and answer as without us: ${file}, ${flag}`, async () => {
        const service = start({ cwd, file, args: [url], flag });
        assert.equal(await saw(service), without);
        await eventually(async () => assert.deepEqual(recorded(await service.scrape()), expected));
        const text = await service.scrape();
        assert.doesNotMatch(text, /secret|sunny|hello/);
        assert.ok(points(text, 'gen_ai_client_inference_duration_seconds').every(({ value }) => value > 0));
        assert.doesNotMatch(service.stderr, /hook/);
      });

  it('are not measured where the application says so, or where that is switched off', async () => {
    const off = start({ cwd, file: 'ai.mjs', args: [url], flag: '--import', env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'ai' } });
    const disabled = start({ cwd, file: 'ai.mjs', args: [url, '{"isEnabled":false}'], flag: '--import' });
    for (const service of [off, disabled]) {
      assert.equal(await saw(service), without);
      assert.deepEqual(recorded(await service.scrape()), {});
    }
  });

  it('are counted once where the application has telemetry of its own for them, which is said', async () => {
    writeFileSync(
      `${cwd}/ai-otel.mjs`,
      `import { OpenTelemetry } from '@ai-sdk/otel';
import { registerTelemetry } from 'ai';
registerTelemetry(new OpenTelemetry());
await import('./ai.mjs');`,
    );
    const service = start({ cwd, file: 'ai-otel.mjs', args: [url], flag: '--import' });
    assert.equal(await saw(service), without);
    await eventually(async () => assert.deepEqual(recorded(await service.scrape()), expected));
    const said = service.said.filter((line) => line.includes('left out'));
    assert.deepEqual(said, [
      '@autonomica/metrics: metric "gen_ai.client.inference.duration" of "gen_ai" is left out: it is measured already',
    ]);
  });

  it('leave an application alone whose version is not known, which is said once', async () => {
    writeFileSync(
      `${cwd}/ai-next.cjs`,
      `for (const callId of ['a', 'b'])
  for (const listener of globalThis.AI_SDK_TELEMETRY_INTEGRATIONS) {
    listener.onStart({ callId, aiVersion: '8.0.0', operationId: 'ai.generateText', tools: { one: {} } });
    listener.onLanguageModelCallStart({ callId, provider: 'fixture', modelId: 'm' });
    listener.onEnd({ callId });
  }
require('node:http').createServer().listen(0, '127.0.0.1', () => console.log('["done"]'));`,
    );
    const service = start({ cwd, file: 'ai-next.cjs', flag: '--require' });
    await saw(service);
    assert.deepEqual(recorded(await service.scrape()), {});
    assert.equal(service.said.filter((line) => line.endsWith('ai 8.0.0 is not known: its calls of models are not measured')).length, 1);
  });
});
