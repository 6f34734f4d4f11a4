import { type Row, us } from '../row.ts';
import { measuring } from './contenders.ts';

/** Without a preload: what it costs whom nobody scrapes. */
export const activity: readonly Row[] = [
  {
    id: 'activity',
    what: 'A task through a handle, from start to end',
    how: 'Nanoseconds for what is active, a duration in 14 buckets and a count, two readings of the clock included, less the loop alone; prom-client by hand, a gauge, a histogram and a counter with their labels bound.',
    unit: 'ns',
    figure: 'ns',
    less: 'nothing',
    starts: measuring('activity', {}, [us, 'prom-client', 'nothing']),
    rounds: 3,
    target: { says: 'at most 150 ns', reached: ({ ours }) => ours <= 150 },
  },
];
