import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { median } from '../run.ts';
import { bundled } from './bundled.ts';
import { answer, asked } from './child.ts';
import { mustEqual } from './counted.ts';
import { Site } from './site.ts';

const pages = 3;
/** A page on a machine that is busy may have to drop something, which is another thing to do. */
const mostTries = 10;
/** A beacon of ours has 50, and a page sends 30 in a minute. */
const inBatch = 50;
const first = 40;
const warmUp = 8;
const batches = 20;
const pauseMs = 100;

interface Asked {
  readonly contender: string;
  /** How many records it keeps at most before it sends them. */
  readonly keeps: number;
  readonly executablePath: string;
}

const { contender, keeps, executablePath } = asked as Asked;
let recorded = 0;
const [site, url] = await Site.open(await bundled(contender));

/** Milliseconds that the main thread of a page has worked so far. */
async function worked(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
}

const pause = (ms: number): string => `await new Promise((resolve) => setTimeout(resolve, ${ms}));`;

/** Milliseconds of a call of `init`; what it has put off is done half a second later. */
const begin = (page: Page): Promise<number> =>
  page.evaluate(`(async () => {
    globalThis.client = await import('/client.mjs');
    const began = performance.now();
    client.init(location.origin);
    const ms = performance.now() - began;
    ${pause(500)}
    return ms;
  })()`);

/** Milliseconds of the first calls of a batch, of which none sends. */
const recordBatch = (page: Page): Promise<number> =>
  page.evaluate(`(async () => {
    const began = performance.now();
    for (let i = 0; i < ${first}; i += 1) client.record(i / 1000);
    const ms = performance.now() - began;
    for (let i = ${first}; i < ${inBatch}; i += 1) client.record(i / 1000);
    ${pause(pauseMs)}
    return ms;
  })()`);

const isHeldUp = (): boolean => contender !== 'nothing' && site.records <= recorded - keeps;

/** The same of so many, by their median, each once no more waits to be sent than a contender keeps: nobody is measured dropping. */
async function recordIn(page: Page, count: number): Promise<number> {
  const calls: number[] = [];
  for (let batch = 0; batch < count; batch++) {
    calls.push(await recordBatch(page));
    recorded += inBatch;
    while (isHeldUp()) await page.evaluate(`(async () => {${pause(pauseMs)}})()`);
  }
  return median(calls);
}

/** Tells the page that nobody sees it any more: whoever has something to send sends it. */
const hide = (page: Page): Promise<unknown> =>
  page.evaluate(`(async () => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    ${pause(pauseMs)}
  })()`);

interface Visit {
  readonly init: number;
  readonly loaded: number;
  readonly call: number;
  readonly record: number;
}

async function visit(browser: Browser): Promise<Visit> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url, { waitUntil: 'load' });
  const session = await page.context().newCDPSession(page);
  // of the thread's own clock: who else works on this machine is not counted
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const blank = await worked(session);
  const init = await begin(page);
  const loaded = await worked(session);
  await recordIn(page, warmUp);
  const warm = await worked(session);
  const call = (await recordIn(page, batches)) / first;
  await hide(page);
  const done = await worked(session);
  await page.context().close();
  return { init, loaded: loaded - blank, call: call * 1000, record: ((done - warm) / (batches * inBatch)) * 1000 };
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const visits: Visit[] = [];
let missing = 0;
for (let tries = 0; visits.length < pages && tries < mostTries; tries++) {
  site.records = recorded = 0;
  const visited = await visit(browser);
  missing = contender === 'nothing' ? 0 : recorded - site.records;
  if (missing === 0) visits.push(visited);
}
await browser.close();
if (visits.length < pages) mustEqual('records', recorded - missing, recorded);
const of = (name: keyof Visit): number => median(visits.map((each) => each[name]));
answer({ init: of('init'), loaded: of('loaded'), call: of('call'), record: of('record') });
