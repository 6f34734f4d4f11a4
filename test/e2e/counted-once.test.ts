import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { claimClients, isCountedAbove, isOfLangChain } from '../../instrumentation/agent/counted-once.ts';
import { withLangChain } from './langchain.ts';
import { services } from './service.ts';

interface Model {
  invoke(prompt: string): Promise<unknown>;
}
interface OpenAiModel extends Model {
  readonly completions: { readonly client: object };
}
interface AnthropicModel extends Model {
  readonly batchClient: object;
}
type Made<T> = new (options: object) => T;

describe('a client of a provider', () => {
  const start = services();
  let url: string;
  let load: NodeJS.Require;
  before(async () => {
    const cwd = await withLangChain();
    url = await start({ cwd, file: 'openai-wire.cjs' }).url();
    load = createRequire(join(cwd, 'any.cjs'));
  });

  async function clientsOfLangChain(): Promise<object[]> {
    const { ChatOpenAI } = load('@langchain/openai') as { ChatOpenAI: Made<OpenAiModel> };
    const { ChatAnthropic } = load('@langchain/anthropic') as { ChatAnthropic: Made<AnthropicModel> };
    const gpt = new ChatOpenAI({ model: 'm', apiKey: 'none', maxRetries: 0, configuration: { baseURL: `${url}/v1` } });
    const claude = new ChatAnthropic({ model: 'bad', apiKey: 'none', maxRetries: 0, anthropicApiUrl: url });
    await gpt.invoke('hello');
    await assert.rejects(claude.invoke('hello'));
    return [gpt.completions.client, claude.batchClient];
  }

  it('is counted above if LangChain made it and is measured, and by itself if not', async () => {
    const theirs = await clientsOfLangChain();
    const { OpenAI } = load('openai') as { OpenAI: Made<object> };
    const { Anthropic } = load('@anthropic-ai/sdk') as { Anthropic: Made<object> };
    const own = [new OpenAI({ apiKey: 'none' }), new Anthropic({ apiKey: 'none', maxRetries: 0 })];
    assert.deepEqual(theirs.map(isCountedAbove), [false, false]);
    claimClients(isOfLangChain);
    assert.deepEqual(theirs.map(isCountedAbove), [true, true]);
    assert.deepEqual([...own, {}, undefined, 'client'].map(isCountedAbove), [false, false, false, false, false]);
  });
});
