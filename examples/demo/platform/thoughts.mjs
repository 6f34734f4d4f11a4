// What a model answers in a chat, piece by piece, as OpenAI has it: https://platform.openai.com/docs/api-reference/chat-streaming
import { randomUUID } from 'node:crypto';
import { waits } from './waits.js';

const oneOf = (things) => things[Math.floor(Math.random() * things.length)];
const between = (low, high) => Math.round(low + (high - low) * Math.random());
const pieces = 5;

/** What a step adds is read again at each later one, from a cache where there is one. */
function usageAt(step) {
  const before = 900 * (step - 1);
  const [input, output] = [before + between(400, 1400), between(20, 160)];
  const details = { cached_tokens: Math.round(before * 0.8) };
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output, prompt_tokens_details: details };
}

const callOf = ({ function: { name } }) => ({
  index: 0,
  id: `call_${randomUUID()}`,
  type: 'function',
  function: { name, arguments: '{"what":"logs"}' },
});

/** The further a run, the likelier that it is done. */
const isDone = (step) => Math.random() > 0.75 - 0.12 * step;

async function* chunksOf({ messages, tools = [] }, msPerToken) {
  const step = messages.filter(({ role }) => role === 'assistant').length + 1;
  const usage = usageAt(step);
  for (let piece = 1; piece <= pieces; piece += 1) {
    yield { choices: [{ index: 0, delta: { role: 'assistant', content: '… ' } }] };
    await waits((usage.completion_tokens / pieces) * msPerToken);
  }
  const calls = tools.length === 0 || isDone(step) ? [] : [callOf(oneOf(tools))];
  if (calls.length > 0) yield { choices: [{ index: 0, delta: { tool_calls: calls } }] };
  yield { choices: [{ index: 0, delta: {}, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }] };
  yield { choices: [], usage };
}

const eventOf = (data) => `data: ${data}\n\n`;

/** Writes the events of an answer. */
export async function think(asked, msPerToken, response) {
  const head = {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion.chunk',
    created: Math.floor(Date.now() / 1000),
    model: asked.model,
  };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for await (const chunk of chunksOf(asked, msPerToken)) response.write(eventOf(JSON.stringify({ ...head, ...chunk })));
  response.end(eventOf('[DONE]'));
}
