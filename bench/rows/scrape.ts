import { type Row, us } from '../row.ts';
import { clients, measuring, sdk } from './contenders.ts';

const none = { metrics: 0, series: 0 };
const how =
  "From the request to the last byte, over loopback, each served as its documentation has it; who scrapes is a thread of its own. Every series is recorded to between scrapes. How long the event loop was held: the longest time between two turns of the server's.";
const also = { hold: 'event loop held, ms', worst: 'longest, ms', cold: 'first scrape, ms', coldHold: 'held by it, ms' };

export const scrape: readonly Row[] = [
  {
    id: 'scrape',
    what: 'Scrape at the default budget, 15,000 lines',
    how,
    unit: 'ms',
    figure: 'ms',
    also,
    starts: measuring(
      'scrape',
      { histograms: { metrics: 8, series: 100 }, counters: { metrics: 14, series: 100 }, warmUpMs: 500, measureMs: 1_000 },
      [us, ...clients, sdk],
    ),
    rounds: 3,
    target: {
      says: '5 times as fast as the fastest peer, the event loop never held over 5 ms',
      reached: ({ best, also: figure }) => best >= 5 && figure('worst') <= 5,
    },
  },
  ...[
    { what: 'Scrape of 10,000 histograms with 14 buckets, 170,000 lines', histograms: { metrics: 1, series: 10_000 }, counters: none },
    { what: 'Scrape of 100,000 counters', histograms: none, counters: { metrics: 1, series: 100_000 } },
  ].map(
    ({ what, ...filled }): Row => ({
      id: 'scrape',
      what,
      how,
      unit: 'ms',
      figure: 'ms',
      also,
      starts: measuring('scrape', { ...filled, maxSeries: 200_000, warmUpMs: 500, measureMs: 1_500 }, [us, ...clients, sdk], {
        raised: true,
      }),
      rounds: 3,
      target: {
        says: '8 times as fast as the fastest peer, the event loop never held over 10 ms',
        reached: ({ best, also: figure }) => best >= 8 && figure('worst') <= 10,
      },
    }),
  ),
];
