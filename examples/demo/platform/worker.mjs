// The worker of the platform: what need not be done at once waits here for its turn. Nothing here knows of metrics.
import express from 'express';
import { reportDeadLetters, runAgent, sendMail } from './jobs.mjs';
import { priorities, queues, workOn } from './queues.mjs';
import { Refused } from './refused.js';

const { PORT = 3003, NIGHT_MS = 86_400_000 } = process.env;
const most = 500;

workOn(queues.runs, runAgent, 12);
workOn(queues.mail, sendMail, 4);
workOn(queues.reports, reportDeadLetters, 1);
await queues.reports.upsertJobScheduler('nightly', { every: Number(NIGHT_MS) }, { name: 'nightly_report' });

const app = express();
app.use(express.json());

app.post('/queues/runs/jobs', async ({ body }, response) => {
  const { agent, goal, priority = 'normal', delay } = body ?? {};
  if (!Object.hasOwn(priorities, priority)) throw new Refused(400, 'a priority is high, normal or low');
  if ((await queues.runs.count()) >= most) throw new Refused(503, 'too much waits already');
  const { id } = await queues.runs.add('agent_run', { agent, goal, priority }, { priority: priorities[priority], delay });
  response.status(202).json({ id, state: 'queued' });
});

app.use(({ status = 500, message }, _request, response, _next) => response.status(status).json({ message }));

const server = app.listen(Number(PORT), (error) => {
  if (error) throw error;
  console.log(`listening on http://localhost:${server.address().port}`);
});
