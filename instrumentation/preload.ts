import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { start } from '../src/start.ts';
import { apiVersionFor } from './api-version.ts';
import { machineFacts, processFacts } from './host.ts';
import { httpServer } from './http-server.ts';
import { express } from './routes/express.ts';

/** In a worker thread, a cluster worker or a forked child there is nothing yet that would gather what it measures. */
const isPart = !isMainThread || process.send !== undefined;

function preload(): void {
  const entry = process.argv[1] ?? join(process.cwd(), 'entry');
  start({ instrumentations: [httpServer, express, processFacts, machineFacts], apiVersion: apiVersionFor(entry) });
}

const active = Symbol.for('@autonomica/metrics');

/** Another copy of this package, loaded before: two would measure everything twice. */
function isSecond(): boolean {
  if (Reflect.has(globalThis, active)) return true;
  Object.defineProperty(globalThis, active, { value: true });
  return false;
}

// The application always wins: whatever fails here, it starts.
try {
  if (!isPart && !isSecond()) preload();
} catch (error) {
  writeSync(2, `@autonomica/metrics: not started: ${String(error)}\n`);
}
