import { answer, asked, liveBytes } from './child.ts';
import { clientOf, type Wanted } from './clients.ts';
import { attributesOf } from './data.ts';

const marks = [100_000, 300_000, 1_000_000];
/** Who takes longer than this is not asked for more. */
const patienceMs = 60_000;

const client = clientOf(asked as Wanted);
const { record } = client.counter('bench_requests');
for (let i = 0; i < 100; i++) record(1, attributesOf(i));
const before = await liveBytes();
const figures: Record<string, number> = {};
let spent = 0;
let i = 0;
for (const mark of marks) {
  const began = performance.now();
  for (; i < mark; i++) record(1, { method: 'GET', route: `/users/${i}`, status: 'ok' });
  spent += performance.now() - began;
  figures[`${mark / 1000}k`] = ((await liveBytes()) - before) / 2 ** 20;
  figures['ns'] = (spent * 1e6) / mark;
  if (spent > patienceMs) break;
}
record(1, attributesOf(0));
answer(figures);
