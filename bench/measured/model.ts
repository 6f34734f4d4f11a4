import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** How many chunks the network brings at once. */
const atOnce = 10;
const head = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_790_000_000,
  model: 'model-2026-09-01',
  service_tier: 'default',
};
const event = (body: object): string => `data: ${JSON.stringify({ ...head, ...body })}\n\n`;
const details = { prompt_tokens_details: { cached_tokens: 8 }, completion_tokens_details: { reasoning_tokens: 0 } };

/** Of every call; it makes as many as it sends chunks. */
export const inputTokens = 19;

/** An answer of so many chunks, by what is sent at once: words, then the end and the usage, in OpenAI's wire format. */
function answerOf(chunks: number): Buffer[] {
  const choice = (delta: object, reason: string | null): string =>
    event({ choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }], usage: null });
  const words = Array.from({ length: chunks - 2 }, (_, i) => choice({ content: ` word${i}` }, null));
  const usage = { prompt_tokens: inputTokens, completion_tokens: chunks, total_tokens: inputTokens + chunks, ...details };
  const all = [...words, choice({}, 'stop'), event({ choices: [], usage }) + 'data: [DONE]\n\n'];
  return Array.from({ length: Math.ceil(all.length / atOnce) }, (_, i) => Buffer.from(all.slice(i * atOnce, (i + 1) * atOnce).join('')));
}

const answers = new Map<number, Buffer[]>();

function piecesOf(chunks: number): readonly Buffer[] {
  const pieces = answers.get(chunks) ?? answerOf(chunks);
  answers.set(chunks, pieces);
  return pieces;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { max_completion_tokens: chunks } = (await json(request)) as { max_completion_tokens: number };
  const left = [...piecesOf(chunks)];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const next = (): void => {
    const piece = left.shift();
    if (left.length === 0) response.end(piece);
    else response.write(piece, () => setImmediate(next));
  };
  next();
}

/** A model that answers at once, piece by piece, with as many chunks as it may make tokens; gives its address. */
export function startModel(): Promise<string> {
  const server = createServer((request, response) => void serve(request, response));
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`));
  });
}
