// What agents can use.
import { waits } from './waits.js';

/** How long each takes, in milliseconds, and how often it fails. */
const known = new Map([
  ['search', { description: 'Searches the web.', ms: 90, fails: 0.02 }],
  ['query', { description: 'Asks the database.', ms: 25, fails: 0.01 }],
  ['browse', { description: 'Reads a page of the web.', ms: 250, fails: 0.08 }],
]);
const parameters = { type: 'object', required: ['what'], properties: { what: { type: 'string' } } };

/** As a model is told of them. */
export const tools = [...known].map(([name, { description }]) => ({ type: 'function', function: { name, description, parameters } }));

class ToolError extends Error {
  name = 'ToolError';
}

export async function useTool(name) {
  const { ms, fails } = known.get(name);
  await waits(ms);
  if (Math.random() < fails) throw new ToolError(`${name} found nothing to work with`);
  return 'found';
}
