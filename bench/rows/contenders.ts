import { join } from 'node:path';
import { us } from '../row.ts';
import { measured, type Start } from '../run.ts';

export const clients = ['prom-client', '@prometheus-io/client', '@platformatic/prom-client'] as const;
export const sdk = 'the OpenTelemetry SDK';

const enough = { AUTONOMICA_METRICS_MAX_LINES: '10000000' };

/** Processes that run one measurement, for each of these contenders. */
export const measuring = (file: string, asked: object, whom: readonly string[], { gc = false, raised = false } = {}): Start[] =>
  whom.map((client) => ({
    who: client,
    args: [...(gc ? ['--expose-gc'] : []), join(measured, `${file}.ts`), JSON.stringify({ ...asked, client })],
    env: raised ? enough : {},
  }));

/** The same, what the application calls being the OpenTelemetry API, with our preload behind it. */
export const throughApi = (file: string, asked: object): Start => ({
  who: us,
  args: [
    '--require',
    '@autonomica/metrics/instrumentation',
    join(measured, `${file}.ts`),
    JSON.stringify({ ...asked, client: 'the OpenTelemetry API' }),
  ],
  env: enough,
});
