import { each, type Seen } from './model-calls.ts';
import { measuresModels } from './measures-models.ts';

/** What the cache gave and took is among the input. */
const told = [425, 15, 300, 100, 5];
/** What a stream tells at its beginning. */
const begun = [425, 1, 300, 100, 0];
const whole = (model: string, answered = `${model}-20260901`): string => `anthropic chat ${model} ${answered}`;
const streamed = ['stream', 'stream-at-once', 'tee', 'helper', 'beta-helper'];
const reading: Omit<Seen, 'active'> = {
  calls: {
    [whole('message')]: 2,
    [whole('as-response', '-')]: 1,
    ...each(
      ['beta', 'parse', 'with-response', ...streamed].map((model) => whole(model)),
      1,
    ),
  },
  tokens: { message: told.map((count) => 2 * count), ...each(['beta', 'parse', 'with-response', ...streamed], told) },
  first: each(streamed, 1),
  perToken: each(streamed, 1),
};

const ending: Omit<Seen, 'active'> = {
  calls: {
    [`${whole('left')} aborted`]: 1,
    [whole('left-at-end')]: 1,
    [`${whole('message-hangs')} aborted`]: 1,
    [`${whole('helper-hangs')} aborted`]: 1,
    [`${whole('message-breaks', '-')} TypeError`]: 1,
    [`${whole('message-sse-error')} overloaded_error`]: 1,
    [`${whole('message-400', '-')} 400`]: 1,
    [`${whole('message-401', '-')} 401`]: 1,
    [`${whole('message-429', '-')} 429`]: 1,
    [`${whole('message-500', '-')} 500`]: 1,
    [whole('message-flaky')]: 1,
    [`${whole('message-slow', '-')} APIConnectionTimeoutError`]: 1,
    [`${whole('aborted-slow', '-')} APIUserAbortError`]: 1,
    [`${whole('unhandled-401', '-')} 401`]: 1,
    [`${whole('unawaited', '-')} abandoned`]: 1,
    [`${whole('unawaited-401', '-')} abandoned`]: 1,
    [`${whole('unread-hangs', '-')} abandoned`]: 1,
    [`${whole('head-400', '-')} 400`]: 1,
  },
  tokens: {
    ...each(['left', 'message-hangs', 'helper-hangs', 'message-breaks', 'message-sse-error'], begun),
    'left-at-end': told,
    'message-flaky': told,
  },
  first: each(['left', 'left-at-end', 'message-hangs', 'helper-hangs', 'message-breaks', 'message-sse-error'], 1),
  perToken: { 'left-at-end': 1 },
};

measuresModels({ library: '@anthropic-ai/sdk', known: '1.13.0', unknown: '0.60.0', asks: 'asks-anthropic', reading, ending, streamed: 15 });
