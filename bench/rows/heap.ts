import { type Row, us } from '../row.ts';
import { clients, measuring, sdk } from './contenders.ts';

export const heap: readonly Row[] = ([11, 14] as const).map((buckets) => ({
  id: 'heap',
  what: `Heap of a histogram series with ${buckets} buckets`,
  how: 'Bytes alive, array buffers included, of each of 10,000 series with three labels after a scrape, label text included.',
  unit: 'B',
  figure: 'bytes',
  starts: measuring('heap', { buckets, maxSeries: 20_000 }, [us, ...clients, sdk], { gc: true, raised: true }),
  rounds: 2,
  target: { says: 'no more than the leanest peer', reached: ({ best }) => best >= 1 },
}));
