import type { Instrumentation } from '../../src/instrumentation.ts';
import { providerAt } from './provider.ts';
import { watchModels } from './resources.ts';
import { type Counts, type Fields, fieldsOf, numberOf, textOf, type Told } from './told.ts';

const library = '@anthropic-ai/sdk';

/** Calls of models by `@anthropic-ai/sdk`: messages, those of its beta too. */
export const anthropic: Instrumentation = {
  name: 'anthropic',
  known: 'anthropic',
  library,
  attach(context) {
    watchModels(
      {
        library,
        majors: [1],
        names: [library, `${library}/index.js`, `${library}/client`, `${library}/client.js`],
        resources: [
          { file: 'resources/messages/messages', name: 'Messages', operation: 'chat' },
          { file: 'resources/beta/messages/messages', name: 'Messages', operation: 'chat' },
        ],
        read,
        provider: (address) => providerAt(address, 'anthropic'),
      },
      context,
    );
  },
};

/** A message, or an event: the first has the message so far within it, the last but one what its tokens have become. */
function read(answer: unknown): Told {
  const event = fieldsOf(answer);
  const said = 'message' in event ? fieldsOf(event['message']) : event;
  return {
    model: textOf(said['model']),
    counts: countsOf(fieldsOf(said['usage'])),
    isLast: event['type'] === 'message_stop' || textOf(fieldsOf(event['delta'])['stop_reason']) !== undefined,
  };
}

/** Here the tokens of the cache are not among those of the input; in the metrics they are. */
function countsOf(usage: Fields): Counts {
  const input = numberOf(usage['input_tokens']);
  const cacheRead = numberOf(usage['cache_read_input_tokens']);
  const cacheWrite = numberOf(usage['cache_creation_input_tokens']);
  return {
    input: input === undefined ? undefined : input + (cacheRead ?? 0) + (cacheWrite ?? 0),
    output: numberOf(usage['output_tokens']),
    cacheRead,
    cacheWrite,
    reasoning: numberOf(fieldsOf(usage['output_tokens_details'])['thinking_tokens']),
  };
}
