import { answer, asked, liveBytes } from './child.ts';
import { clientOf, type Wanted } from './clients.ts';
import { attributesOf, buckets11, buckets14, durations } from './data.ts';
import { Scraper } from './scraper.ts';
import { expectLines } from './text.ts';

const series = 10_000;

const { buckets, ...wanted } = asked as Wanted & { readonly buckets: 11 | 14 };
const client = clientOf(wanted);
const scraper = new Scraper(await client.serve());
const values = durations();
const { record } = client.histogram('bench_duration', buckets === 11 ? buckets11 : buckets14);

record(1, attributesOf(0));
await scraper.scrape();
const before = await liveBytes();
for (let i = 1; i <= series; i++) record(values[i] as number, attributesOf(i));
expectLines((await scraper.scrape({ whole: true })).text, (series + 1) * (buckets + 3));
const after = await liveBytes();
answer({ bytes: (after - before) / series });
