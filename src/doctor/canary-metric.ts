import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricName } from '../exposition/names.ts';
import { contentType } from '../exposition/text.ts';
import { Failure } from './failure.ts';
import { arrival, type Flying, patienceMs, type Waiting } from './hops.ts';
import { canary } from '../alerts/canary.ts';
import { type Listening, listen, placeOf } from './listening.ts';
import type { Canary } from './options.ts';
import { query } from './prometheus-api.ts';

const name = metricName(canary);

/** Tells the discovery of a target. @throws Failure */
function place(path: string, target: string): void {
  try {
    // a discovery must never see half of it
    writeFileSync(`${path}.tmp`, JSON.stringify([{ targets: [target] }]));
    renameSync(`${path}.tmp`, path);
  } catch (error) {
    rmSync(`${path}.tmp`, { force: true });
    const what = `the target can not be written: ${(error as Error).message}`;
    throw new Failure(path, what, 'give a folder that can be written by --targets-dir');
  }
}

/** A target that serves the canary. */
interface Perch extends Listening {
  /** Whether it was scraped. */
  scraped(): true | undefined;
}

async function perch(host: string, id: string): Promise<Perch> {
  let isScraped = false;
  const listening = await listen(host, 0, (_request, response) => {
    isScraped = true;
    response.writeHead(200, { 'content-type': contentType }).end(`# TYPE ${name} gauge\n${name}{doctor="${id}"} 1\n`);
  });
  return { ...listening, scraped: () => isScraped || undefined };
}

const discovery =
  'have a job whose file_sd_configs name *.json of this folder, as Prometheus sees it, and reach this machine by --canary-host';
/** What is said of a hop that does not come to its end. */
const failures = {
  scraped: ['Prometheus did not scrape the target that this file told it of', discovery],
  stored: ['Prometheus scraped the canary and does not tell it', 'look for metric_relabel_configs that drop it, and at its log'],
  gone: ['the canary is told though its target is gone', 'see whether another Prometheus writes into this one'],
} as const;

/** Has the sample of a target seen and gone. */
async function fly(
  { ask, hops, id, prometheus, signal }: Flying,
  file: string,
  { scraped }: Perch,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const waiting = (hop: keyof typeof failures): Waiting => {
    const [what, remedy] = failures[hop];
    return {
      signal,
      ms: patienceMs,
      failure: new Failure(`${prometheus}, ${file}`, what, remedy),
    };
  };
  const count = async (): Promise<number> => (await query(ask, prometheus, `${name}{doctor="${id}"}`)).length;
  await hops.take('discovered and scraped', () => arrival(scraped, waiting('scraped')));
  await hops.take('stored', () => arrival(async () => (await count()) > 0 || undefined, waiting('stored')));
  await meanwhile();
  rmSync(file);
  await hops.take('gone', () => arrival(async () => (await count()) === 0 || undefined, waiting('gone')));
}

/** Has a sample scraped, and gone again. `meanwhile` is done while it is there. @throws Failure */
export async function flyMetric(flying: Flying, { targetsDir = '', host }: Canary, meanwhile: () => Promise<void>): Promise<void> {
  const target = await perch(host, flying.id);
  const file = join(targetsDir, `doctor-${flying.id}.json`);
  try {
    place(file, placeOf(host, target.port));
    await fly(flying, file, target, meanwhile);
  } finally {
    rmSync(file, { force: true });
    await target.close();
  }
}
