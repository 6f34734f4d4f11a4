import { join } from 'node:path';
import { type Definition, type Measured, startService } from './measured-service.ts';
import { type Broker, startRedis } from './redis.ts';

export interface Platform {
  readonly api: Measured;
  readonly models: Measured;
  readonly agents: Measured;
  readonly worker: Measured;
  readonly broker: Broker;
}

const prices = join(import.meta.dirname, 'prices.json');
/** A night of the demo comes twice a minute, and what its queues hold is looked at as often as the screen is painted. */
const brisk = { NIGHT_MS: '30000', AUTONOMICA_METRICS_SAMPLE_INTERVAL: '1000' };

/** A port so many after it, so that each service has its own; `0` takes a free one, and so does what has none after it. */
function portAfter(port: string, by: number): string {
  const next = Number(port) + by;
  return next > by && next < 65_536 ? String(next) : '0';
}

/** Starts the models, the agents that ask them, the worker that lets these work, and the API before it all. */
export async function startPlatform(stack: AsyncDisposableStack, stopped: AbortSignal): Promise<Platform> {
  const { PORT, OTEL_SERVICE_NAME, OTEL_EXPORTER_PROMETHEUS_PORT, AUTONOMICA_METRICS_PRICES } = process.env;
  const start = (definition: Definition): Promise<Measured> => startService(stack, definition, stopped);
  const behind = (by: number): Definition['env'] => ({
    PORT: '0',
    OTEL_EXPORTER_PROMETHEUS_PORT: portAfter(OTEL_EXPORTER_PROMETHEUS_PORT || '9464', by),
  });
  const models = await start({ name: 'models', file: 'models.mjs', env: behind(1) });
  const toModels = { MODELS_URL: models.url };
  const toOpenai = { OPENAI_BASE_URL: `${models.url}/v1`, OPENAI_API_KEY: 'demo' };
  const priced = { AUTONOMICA_METRICS_PRICES: AUTONOMICA_METRICS_PRICES || prices };
  const agents = await start({ name: 'agents', file: 'agents.mjs', env: { ...behind(2), ...toOpenai, ...priced } });
  const toAgents = { AGENTS_URL: agents.url };
  const broker = await startRedis(stack, stopped);
  const toRedis = { REDIS_URL: broker.redis?.url ?? '' };
  const worker = await start({ name: 'worker', file: 'worker.mjs', env: { ...behind(3), ...brisk, ...toAgents, ...toRedis } });
  const toAll = { ...toModels, ...toAgents, WORKER_URL: worker.url };
  const ofApi = { PORT: PORT || '0', OTEL_SERVICE_NAME: OTEL_SERVICE_NAME || 'api' };
  const api = await start({ name: 'api', file: 'api.js', env: { ...ofApi, ...toAll } });
  return { api, models, agents, worker, broker };
}
