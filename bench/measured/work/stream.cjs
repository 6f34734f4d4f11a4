'use strict';
const { OpenAI } = require('openai');
const measured = require('./measured.cjs');

const concurrency = 4;
const model = new OpenAI({ apiKey: 'none', baseURL: process.env.BENCH_MODEL_URL, maxRetries: 0 });
const messages = [
  { role: 'system', content: 'You are a helpful assistant.' },
  { role: 'user', content: 'Tell me of the sea.' },
];

async function call(chunks) {
  const asked = { model: 'model', messages, stream: true, stream_options: { include_usage: true }, max_completion_tokens: chunks };
  let text = '';
  for await (const { choices } of await model.chat.completions.create(asked)) text += choices[0]?.delta.content ?? '';
  if (text.length < chunks) throw new Error(`${text.length} characters in ${chunks} chunks`);
}

/** Makes so many calls whose answers have so many chunks, some of them at a time. */
void measured(async (chunks, count) => {
  let left = count;
  const one = async () => {
    while (left-- > 0) await call(chunks);
  };
  await Promise.all(Array.from({ length: concurrency }, one));
});
