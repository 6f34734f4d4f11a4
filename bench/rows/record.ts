import type { Row } from '../row.ts';
import { clients, measuring, sdk, throughApi } from './contenders.ts';

const row = (kind: 'counter' | 'histogram'): Row => ({
  id: 'record',
  what: `Record, three attributes as an object, ${kind === 'counter' ? 'counter' : '14-bucket histogram'}`,
  how: 'Nanoseconds a call over 1,024 series in random order, a new object each time, less the loop alone. Limits raised. Ours through the global OpenTelemetry API with the preload.',
  unit: 'ns',
  figure: 'ns',
  less: 'nothing',
  starts: [throughApi('record', { kind }), ...measuring('record', { kind }, [...clients, sdk, 'nothing'])],
  rounds: 3,
  target: { says: '3 times as fast as @prometheus-io/client', reached: ({ times }) => times('@prometheus-io/client') >= 3 },
});

export const record: readonly Row[] = [row('counter'), row('histogram')];
