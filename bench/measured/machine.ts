import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { answer, asked } from './child.ts';

/** A program that serves the machine's metrics, and says where. */
const [program, ...args] = asked as readonly [string, ...string[]];
const warmUp = 100;
const scrapes = 400;
const everyMs = 20;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** CPU time of a process and of the children it has waited for, in milliseconds. */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
}

const residentOf = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

interface Scrape {
  readonly body: string;
  /** How long the readings took, where the answer tells: https://www.w3.org/TR/server-timing/ */
  readonly timing: string | undefined;
}

const scrape = (url: string): Promise<Scrape> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      const timing = response.headers['server-timing'] as string | undefined;
      text(response).then((body) => resolve({ body, timing }), reject);
    }).on('error', reject);
  });

/** How long the readings took, as each tells itself; what is sampled in the background is not part of a scrape. */
function readingOf({ body, timing }: Scrape): number {
  const [, milliseconds] = /^read;dur=(\S+)$/.exec(timing ?? '') ?? [];
  if (milliseconds !== undefined) return Number(milliseconds) * 1000;
  const aged = new Set([...body.matchAll(/^autonomica_reading_age_seconds\{(.*)\}/gm)].map(([, labels]) => labels));
  const told = [...body.matchAll(/^(?:autonomica_reading_duration_seconds|node_scrape_collector_duration_seconds)\{(.*)\} (\S+)$/gm)];
  return told.filter(([, labels]) => !aged.has(labels)).reduce((sum, [, , seconds]) => sum + Number(seconds) * 1e6, 0);
}

const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
process.on('exit', () => child.kill('SIGKILL'));
const url = await new Promise<string>((resolve, reject) => {
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => {
      said += more;
      const [, address] = /(?:http:\/\/(?=\S+\/metrics)|msg="Listening on" address=)([^\s/"]+)/.exec(said) ?? [];
      if (address !== undefined) resolve(`http://${address.replace('localhost', '127.0.0.1')}/metrics`);
    });
  child.on('exit', () => reject(new Error(said)));
});
const pid = child.pid as number;
const pace = async (began: number): Promise<void> => {
  await pause(Math.max(0, began + everyMs - performance.now()));
};
for (let i = 0; i < warmUp; i++) await scrape(url);
const before = cpuOf(pid);
const took: number[] = [];
const reads: number[] = [];
let bytes = 0;
for (let i = 0; i < scrapes; i++) {
  const began = performance.now();
  const scraped = await scrape(url);
  took.push(performance.now() - began);
  reads.push(readingOf(scraped));
  bytes = scraped.body.length;
  await pace(began);
}
const middle = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number;
answer({ cpu: ((cpuOf(pid) - before) / scrapes) * 1000, wall: middle(took), read: middle(reads), bytes, rss: residentOf(pid) });
