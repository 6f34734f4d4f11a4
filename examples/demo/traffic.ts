import { visit } from './visits.ts';

/** A request as some client of the platform makes it. */
export interface Step {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether it is sent as by a page of the site. */
  readonly isOfPage?: boolean;
  /** Milliseconds after which the client has lost its patience. */
  readonly patience?: number;
}

const agents = ['atlas', 'hermes', 'iris', 'nova'];
const models = ['small', 'large'];
/** Of five tasks, three are of the usual urgency. */
const priorities = ['high', 'normal', 'normal', 'normal', 'low'];
const scanned = ['/robots.txt', '/wp-login.php', '/.env', '/favicon.ico'];

const oneOf = (things: readonly string[]): string => things[Math.floor(Math.random() * things.length)] as string;
const tasksOf = (agent: string): string => `/agents/${agent}/tasks`;
/** Tasks 21 and 22 are not there. */
const someTask = (): string => `${tasksOf(oneOf(agents))}/${1 + Math.floor(Math.random() * 22)}`;
const get = (path: string, headers: Record<string, string> = {}): Step => ({ method: 'GET', path, headers });
const post = (path: string, body?: unknown): Step => ({ method: 'POST', path, body });

/** Who asks for what, and how often in a hundred. */
const mix: readonly (readonly [share: number, step: () => Step])[] = [
  [20, () => get('/agents')],
  [18, () => get(`/agents/${oneOf(agents)}`)],
  [1, () => get('/agents/nobody')],
  [16, () => get(tasksOf(oneOf(agents)))],
  [14, () => get(someTask())],
  [5, () => post(tasksOf(oneOf(agents)), { goal: 'read the logs', priority: oneOf(priorities) })],
  [2, () => post(tasksOf(oneOf(agents)), { goal: 'look again later', priority: 'low', delay: 1_000 + 4_000 * Math.random() })],
  [1, () => post(tasksOf(oneOf(agents)), { purpose: 'none' })],
  [4, () => post(`${tasksOf(oneOf(agents))}/1/runs`)],
  [1, () => ({ ...post(`${tasksOf(oneOf(agents))}/2/runs`), patience: 50 + 200 * Math.random() })],
  [10, () => post(`/models/${oneOf(models)}/completions`, { prompt: 'Shall we?' })],
  [1, () => post('/models/huge/completions', { prompt: 'Shall we?' })],
  [5, () => get('/account/usage', { authorization: 'Bearer demo' })],
  [1, () => get('/account/usage')],
  [1, () => ({ ...post('/_metrics/beacon', visit()), isOfPage: true })],
  [2, () => get(oneOf(scanned))],
];

const total = mix.reduce((sum, [share]) => sum + share, 0);

/** @param at where in the mix, from 0 to 1 */
export function stepAt(at: number): Step {
  let left = at * total;
  const found = mix.find(([share]) => (left -= share) < 0) ?? mix[0];
  return (found as (typeof mix)[number])[1]();
}
