import { measuresModels } from './measures-models.ts';
import { each, saw, type Seen, tells } from './model-calls.ts';
import { project } from './scratch.ts';
import { services } from './service.ts';

const chat = [19, 10, 8, 3, 4];
const response = [36, 87, 6, 2, 40];
const whole = (model: string, answered = `${model}-2026-09-01`): string => `openai chat ${model} ${answered}`;

/** Streams that tell their tokens, of chat because they are asked to. */
const asking = ['stream', 'stream-at-once', 'stream-with-response', 'tee', 'readable', 'helper'];
const told = ['responses-streamed', 'streamed-failed', 'responses-helper'];

const reading: Omit<Seen, 'active'> = {
  calls: {
    [whole('chat')]: 2,
    [whole('two-readers')]: 1,
    [whole('parse')]: 1,
    [whole('with-response')]: 1,
    [whole('as-response', '-')]: 1,
    [whole('stream')]: 1,
    [whole('without-usage')]: 1,
    [whole('stream-at-once')]: 1,
    [whole('stream-with-response')]: 1,
    [whole('tee')]: 1,
    [whole('readable')]: 1,
    [whole('helper')]: 1,
  },
  tokens: {
    chat: chat.map((count) => 2 * count),
    ...each(['two-readers', 'parse', 'with-response', ...asking], chat),
  },
  first: each(['without-usage', ...asking], 1),
  perToken: each(asking, 1),
};

const ending: Omit<Seen, 'active'> = {
  calls: {
    [`${whole('left')} aborted`]: 1,
    [whole('left-at-end')]: 1,
    [`${whole('chat-hangs')} aborted`]: 1,
    [`${whole('chat-breaks', '-')} TypeError`]: 1,
    [`${whole('chat-sse-error', '-')} overloaded`]: 1,
    [whole('read-twice')]: 1,
    [whole('responses')]: 1,
    [`${whole('responses-failed')} server_error`]: 1,
    [whole('responses-streamed')]: 1,
    [`${whole('streamed-failed')} server_error`]: 1,
    [whole('responses-helper')]: 1,
    'openai embeddings embed embed': 2,
    'openai embeddings embed-429 - 429': 1,
    'openai text_completion completions completions-2026-09-01': 1,
    [`${whole('chat-400', '-')} 400`]: 1,
    [`${whole('chat-401', '-')} 401`]: 1,
    [`${whole('chat-429', '-')} 429`]: 1,
    [`${whole('chat-500', '-')} 500`]: 1,
    [whole('chat-flaky')]: 1,
    [`${whole('chat-slow', '-')} APIConnectionTimeoutError`]: 1,
    [`${whole('aborted-slow', '-')} APIUserAbortError`]: 1,
    [`${whole('refused', '-')} APIConnectionError`]: 1,
    [`${whole('unhandled-401', '-')} 401`]: 1,
    [`${whole('unawaited', '-')} abandoned`]: 1,
    [`${whole('unawaited-401', '-')} abandoned`]: 1,
    [`${whole('unread-hangs', '-')} abandoned`]: 1,
    [`${whole('head-400', '-')} 400`]: 1,
  },
  tokens: {
    responses: response,
    'responses-failed': response,
    'responses-streamed': response,
    'streamed-failed': response,
    'responses-helper': response,
    embed: [16, 0, 0, 0, 0],
    completions: [5, 7, 0, 0, 0],
    'chat-flaky': chat,
  },
  first: { ...each(['left', 'left-at-end', 'chat-hangs', 'chat-breaks', 'chat-sse-error', 'read-twice'], 1), ...each(told, 1) },
  perToken: each(told, 1),
};

measuresModels({ library: 'openai', known: '7.57.0', unknown: '6.49.0', asks: 'asks-openai', reading, ending, streamed: 10 });

describe('calls of models by openai', () => {
  const start = services();

  it('are not measured where that is switched off', async () => {
    const cwd = await project('openai@7.57.0');
    const url = await start({ cwd, file: 'models.cjs' }).url();
    const env = { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'openai' };
    const service = start({ cwd, file: 'asks-openai.mjs', args: [url, 'reading'], options: ['--expose-gc'], flag: '--require', env });
    await saw(service);
    await tells(service, { calls: {}, tokens: {}, first: {}, perToken: {} });
  });
});
