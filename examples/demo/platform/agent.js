// An agent: it asks its model what to do, does it, and asks again, until there is nothing more to do. What it asks is measured by itself; of
// a loop that one writes oneself nobody knows, so it says what it does.
import { meters } from '@autonomica/metrics';
import OpenAI from 'openai';
import { tools, useTool } from './tools.js';

const { run: runs, tool: toolRuns, steps, modelCalls, toolCalls } = meters.agent;
const mostSteps = 8;
/** What fails is tried again by the queue that it came from. */
const openai = new OpenAI({ maxRetries: 0, timeout: 4_000 });

const ask = (model, messages) =>
  openai.chat.completions.stream({ model, messages, tools, stream_options: { include_usage: true } }).finalMessage();

/** A tool that fails does not end a run: the model is told. */
async function use({ id, function: { name: tool } }, name) {
  const content = await toolRuns.run({ tool, name }, () => useTool(tool)).catch(({ message }) => message);
  return { role: 'tool', tool_call_id: id, content };
}

async function think({ name, model }, goal, did) {
  const messages = [{ role: 'user', content: goal }];
  while (did.steps < mostSteps) {
    did.steps += 1;
    const message = await ask(model, messages);
    const { tool_calls: wanted = [] } = message;
    if (wanted.length === 0) return;
    did.toolCalls += wanted.length;
    messages.push(message, ...(await Promise.all(wanted.map((call) => use(call, name)))));
  }
}

/** Runs an agent to its end; rejects when its model fails. */
export async function runAgent({ name, type, model }, { goal, priority }) {
  const did = { steps: 0, toolCalls: 0 };
  try {
    await runs.run({ name, type, priority }, () => think({ name, model }, goal, did));
  } finally {
    steps.record(did.steps, { name, type });
    modelCalls.record(did.steps, { name, type });
    toolCalls.record(did.toolCalls, { name, type });
  }
  return did;
}
