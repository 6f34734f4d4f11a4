import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { withLangChain } from './langchain.ts';
import { measuresAgents, saw } from './measures-agents.ts';
import { project } from './scratch.ts';

const expected = {
  'call: chat openai chatty answered-1': 9,
  'call: chat openai bad error 500': 2,
  'call: chat openai slow error AbortError': 2,
  'call: chat FakeListChatModel': 1,
  'first chunk: chat openai chatty': 1,
  'first chunk: chat openai slow': 2,
  'per token: chat openai chatty': 1,
  'input: openai chatty': 49,
  'input: openai chatty travel': 14,
  'output: openai chatty': 21,
  'output: openai chatty travel': 6,
  'cache read: openai chatty': 14,
  'cache read: openai chatty travel': 4,
  'reasoning: openai chatty': 7,
  'reasoning: openai chatty travel': 2,
  'tool: weather': 2,
  'tool: weather travel': 1,
  'tool: storm error RangeError': 1,
  'run: langchain completed': 1,
  'run: langchain travel completed': 1,
  'run: langchain lost failed error 500': 1,
  'run: langchain tired cancelled': 1,
  'runs: langchain completed': 1,
  'runs: langchain travel completed': 1,
  'runs: langchain lost failed': 1,
  'runs: langchain tired cancelled': 1,
  'steps: langchain': 1,
  'sum of steps: langchain': 2,
  'steps: langchain travel': 1,
  'sum of steps: langchain travel': 2,
  'steps: langchain lost': 1,
  'sum of steps: langchain lost': 1,
  'steps: langchain tired': 1,
  'sum of steps: langchain tired': 1,
  'calls: langchain': 1,
  'sum of calls: langchain': 2,
  'calls: langchain travel': 1,
  'sum of calls: langchain travel': 2,
  'calls: langchain lost': 1,
  'sum of calls: langchain lost': 1,
  'calls: langchain tired': 1,
  'sum of calls: langchain tired': 1,
  'tool calls: langchain': 1,
  'sum of tool calls: langchain': 1,
  'tool calls: langchain travel': 1,
  'sum of tool calls: langchain travel': 1,
  'tool calls: langchain lost': 1,
  'tool calls: langchain tired': 1,
};

measuresAgents({ what: 'LangChain', install: withLangChain, asks: 'langchain', expected }, ({ asking, answers, tells }) => {
  it('are not measured where that is switched off', async () => {
    const service = asking({ env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'langchain,openai' } });
    await answers(service);
    await tells(service, {});
  });

  it('leave a version alone that is not known, which is said once', async () => {
    const before = await project('@langchain/core@0.3.9');
    writeFileSync(
      `${before}/langchain-before.cjs`,
      `const { FakeListChatModel } = require('@langchain/core/utils/testing');
require('@langchain/core/callbacks/manager');
new FakeListChatModel({ responses: ['a'] }).invoke('a secret').then(({ content }) => console.log(JSON.stringify([content])));
require('node:http').createServer().listen(0, '127.0.0.1');`,
    );
    const service = asking({ cwd: before, file: 'langchain-before.cjs', flag: '--require' });
    assert.equal(await saw(service), '["a"]');
    await tells(service, {});
    const line = '@autonomica/metrics: @langchain/core 0.3.9 is not known: what it runs is not measured';
    assert.equal(service.said.filter((each) => each === line).length, 1);
  });
});
