import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../src/start.ts';
import { ioredis } from './database/ioredis.ts';
import { mongodb } from './database/mongodb.ts';
import { mysql2 } from './database/mysql2.ts';
import { pg } from './database/pg.ts';
import { redis } from './database/redis.ts';
import { anthropic } from './agent/anthropic.ts';
import { openai } from './agent/openai.ts';
import { ai } from './agent/ai.ts';
import { langchain } from './agent/langchain.ts';
import { httpClient, undici } from './http-client.ts';
import { httpServer } from './http-server.ts';
import { http2Server } from './http2-server.ts';
import { isMainThread } from './main-thread.ts';
import { watchModules } from './modules.ts';
import { isOwnCommand } from './own-command.ts';
import { isPackageRunner } from './package-runner.ts';
import { versionFor } from './packages.ts';
import { pm2Script } from './pm2.ts';
import { express } from './routes/express.ts';
import { fastify } from './routes/fastify.ts';
import { hapi } from './routes/hapi.ts';
import { hono } from './routes/hono.ts';
import { koa } from './routes/koa.ts';
import { bullmq } from './worker/bullmq.ts';
import { pgBoss } from './worker/pg-boss.ts';

const routes = [express, fastify, koa, hapi, hono];
const databases = [pg, mysql2, mongodb, redis, ioredis];
const workers = [bullmq, pgBoss];
const agents = [ai, langchain, openai, anthropic];

const script = pm2Script(process.argv[1]);
/** In a worker thread, a cluster worker or a forked child there is nothing yet that would gather what it measures. */
const isPart = !isMainThread() || (process.send !== undefined && script === undefined);

function preload(): void {
  const entry = script ?? process.argv[1] ?? join(process.cwd(), 'entry');
  if (isPackageRunner(entry) || isOwnCommand(entry)) return;
  const instrumentations = [httpServer, http2Server, ...routes, httpClient, undici, ...databases, ...workers, ...agents];
  start({ instrumentations, facts: 'service', entry, apiVersion: versionFor(entry, '@opentelemetry/api') });
  watchModules(entry);
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
