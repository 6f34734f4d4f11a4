import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricName } from '../exposition/names.ts';
import { contentType } from '../exposition/text.ts';
import { Failure } from './failure.ts';
import { arrival, type Flying, patienceMs } from './hops.ts';
import { canary } from './known.ts';
import { listen } from './listening.ts';
import type { Canary } from './options.ts';
import { query } from './prometheus-api.ts';

const name = metricName(canary);

function place(folder: string, id: string, target: string): string {
  const path = join(folder, `doctor-${id}.json`);
  try {
    // a discovery must never see half of it
    writeFileSync(`${path}.tmp`, JSON.stringify([{ targets: [target] }]));
    renameSync(`${path}.tmp`, path);
  } catch (error) {
    rmSync(`${path}.tmp`, { force: true });
    throw new Failure(
      path,
      `the target can not be written: ${(error as Error).message}`,
      'give a folder that can be written by --targets-dir',
    );
  }
  return path;
}

/** Has a sample scraped, and gone again. `meanwhile` is done while it is there. @throws Failure */
export async function flyMetric(flying: Flying, { targetsDir = '', host }: Canary, meanwhile: () => Promise<void>): Promise<void> {
  const { ask, hops, id, prometheus, signal } = flying;
  let scrapes = 0;
  const server = await listen(host, 0, (_request, response) => {
    scrapes++;
    response.writeHead(200, { 'content-type': contentType }).end(`# TYPE ${name} gauge\n${name}{doctor="${id}"} 1\n`);
  });
  const selector = `${name}{doctor="${id}"}`;
  let path: string | undefined;
  const failure = (what: string, remedy: string): Failure => new Failure(`${prometheus}, ${path ?? targetsDir}`, what, remedy);
  try {
    const file = place(targetsDir, id, `${host}:${server.port}`);
    path = file;
    const unseen = failure(
      'Prometheus did not scrape the target that this file told it of',
      'have a job whose file_sd_configs name *.json of this folder, as Prometheus sees it, and reach this machine by --canary-host',
    );
    await hops.take('discovered and scraped', () =>
      arrival(() => (scrapes > 0 ? true : undefined), { signal, ms: patienceMs, failure: unseen }),
    );
    const untold = failure(
      'Prometheus scraped the canary and does not tell it',
      'look for metric_relabel_configs that drop it, and at its log',
    );
    const found = async (): Promise<true | undefined> => ((await query(ask, prometheus, selector)).length > 0 ? true : undefined);
    await hops.take('stored', () => arrival(found, { signal, ms: patienceMs, failure: untold }));
    await meanwhile();
    rmSync(file);
    const kept = failure('the canary is told though its target is gone', 'see whether another Prometheus writes into this one');
    const gone = async (): Promise<true | undefined> => ((await found()) ? undefined : true);
    await hops.take('gone', () => arrival(gone, { signal, ms: patienceMs, failure: kept }));
  } finally {
    if (path !== undefined) rmSync(path, { force: true });
    await server.close();
  }
}
