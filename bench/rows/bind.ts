import { type Row, us } from '../row.ts';
import { clients, measuring } from './contenders.ts';

const row = (kind: 'counter' | 'histogram'): Row => ({
  id: 'bind',
  what: `Record through a handle, ${kind === 'counter' ? 'counter' : '14-bucket histogram'}`,
  how: 'Nanoseconds a call over 64 handles in random order, less the loop alone.',
  unit: 'ns',
  figure: 'ns',
  less: 'nothing',
  starts: measuring('bind', { kind }, [us, ...clients, 'nothing']),
  rounds: 3,
  target: { says: '8 times as fast as the fastest peer', reached: ({ best }) => best >= 8 },
});

export const bind: readonly Row[] = [row('counter'), row('histogram')];
