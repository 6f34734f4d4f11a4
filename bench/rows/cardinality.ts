import { type Row, us } from '../row.ts';
import { clients, measuring, sdk } from './contenders.ts';

export const cardinality: readonly Row[] = [
  {
    id: 'cardinality',
    what: '1,000,000 distinct attribute sets into one instrument',
    how: 'Heap grown after 1,000,000 sets; the SDK is not collected meanwhile, where its limit holds.',
    unit: 'MB',
    figure: '1000k',
    also: { '100k': 'after 100,000, MB', '300k': 'after 300,000, MB', ns: 'ns a call' },
    starts: measuring('cardinality', {}, [us, ...clients, sdk], { gc: true }),
    rounds: 1,
    target: {
      says: 'flat after the limit',
      reached: ({ ours, also }) => Math.abs(ours - also('100k')) < 1,
    },
  },
];
