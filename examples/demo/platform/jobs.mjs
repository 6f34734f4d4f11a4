// What the worker of the platform does.
import { postForJson } from './asks.js';
import { UnrecoverableError } from './broker.mjs';
import { deadLetters, priorities, queues } from './queues.mjs';
import { Refused } from './refused.js';
import { waits } from './waits.js';

const { AGENTS_URL = 'http://localhost:3002' } = process.env;

/** Lets an agent work. Who waits for its result is told by mail, a while later. */
export async function runAgent({ agent, goal, priority }) {
  await postForJson(`${AGENTS_URL}/agents/${agent}/runs`, { goal, priority }, { whom: 'agents', patienceMs: 10_000 });
  await queues.mail.add('result', { agent }, { priority: priorities[priority], delay: 500 + 2_000 * Math.random() });
}

/** The mail server is busy now and then, which passes; a mailbox that is not there will not be there later. */
export async function sendMail() {
  await waits(120);
  const luck = Math.random();
  if (luck < 0.02) throw new UnrecoverableError('no such mailbox');
  if (luck < 0.07) throw new Refused(502, 'the mail server is busy');
}

/** Somebody is told every night what failed for good, and then it need not be kept any more. */
export async function reportDeadLetters() {
  const failed = await deadLetters.count();
  await waits(300);
  await deadLetters.drain();
  await queues.mail.add('report', { failed }, { priority: priorities.low });
}
