import type { Instrumentation } from '../../src/instrumentation.ts';
import { providerAt } from './provider.ts';
import { watchModels } from './resources.ts';
import { type Counts, type Fields, fieldsOf, numberOf, textOf, type Told } from './told.ts';

/** Calls of models by `openai`: chat, responses, completions and embeddings. */
export const openai: Instrumentation = {
  name: 'openai',
  known: 'openai',
  library: 'openai',
  attach(context) {
    watchModels(
      {
        library: 'openai',
        majors: [7],
        names: ['openai', 'openai/index.js', 'openai/client', 'openai/client.js', 'openai/azure', 'openai/azure.js'],
        resources: [
          { file: 'resources/chat/completions/completions', name: 'Completions', operation: 'chat' },
          { file: 'resources/responses/responses', name: 'Responses', operation: 'chat' },
          { file: 'resources/completions', name: 'Completions', operation: 'text_completion' },
          { file: 'resources/embeddings', name: 'Embeddings', operation: 'embeddings' },
        ],
        read,
        provider: (address) => providerAt(address, 'openai'),
      },
      context,
    );
  },
};

const endings: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/** Of an event of a streamed response the response; of anything else itself. */
function read(answer: unknown): Told {
  const event = fieldsOf(answer);
  const said = 'response' in event ? fieldsOf(event['response']) : event;
  return {
    model: textOf(said['model']),
    counts: countsOf(fieldsOf(said['usage'])),
    isLast: endings.has(event['type']) || hasFinished(event),
    error: said['status'] === 'failed' ? (textOf(fieldsOf(said['error'])['code']) ?? '_OTHER') : undefined,
  };
}

const hasFinished = ({ choices }: Fields): boolean =>
  Array.isArray(choices) && choices.every((choice) => textOf(fieldsOf(choice)['finish_reason']) !== undefined);

/** Tokens under the names of chat, and under those of responses. */
function countsOf(usage: Fields): Counts {
  const given = fieldsOf(usage['prompt_tokens_details'] ?? usage['input_tokens_details']);
  const made = fieldsOf(usage['completion_tokens_details'] ?? usage['output_tokens_details']);
  return {
    input: numberOf(usage['prompt_tokens'] ?? usage['input_tokens']),
    output: numberOf(usage['completion_tokens'] ?? usage['output_tokens']),
    cacheRead: numberOf(given['cached_tokens']),
    cacheWrite: numberOf(given['cache_write_tokens']),
    reasoning: numberOf(made['reasoning_tokens']),
  };
}
