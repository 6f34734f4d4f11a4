import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { commandLine } from './command-line.ts';

const execute = promisify(execFile);

/** Addresses, `localhost:9464`, by the job of Prometheus that is at them. */
export type Addressed = Readonly<Record<string, readonly string[]>>;

/** What operators would write of the demo into the file that `generate` reads. */
const deployment = (targets: Addressed, theirs: object): object => ({
  environment: 'demo',
  ...theirs,
  jobs: {
    // models think: what is told of a slow API would be told of them all the time
    agent: ['agent', 'models'],
    alertmanager: 'alertmanager' in targets ? ['alertmanager'] : [],
    grafana: [],
  },
  targets: Object.fromEntries(Object.entries(targets).map(([job, addresses]) => [job, { static: addresses }])),
});

async function read(file: string): Promise<object> {
  try {
    return parse(await readFile(file, 'utf8')) as object;
  } catch (error) {
    throw new Error(`--config: ${(error as Error).message}: give a file of YAML that can be read`, { cause: error });
  }
}

/** Whoever looks on does not wait for a quarter of a minute, nor for two, which a rate needs. */
const brisk = (text: string): string => text.replaceAll(/^( {2}(?:scrape|evaluation)_(?:interval|timeout)): \w+$/gm, '$1: 5s');

/**
 * Writes what `generate` writes of the demo.
 * @param config a file of whoever starts it, as `generate --config` reads it; its jobs and targets are the demo's
 * @throws Error that lists what is wrong in that file
 */
export async function generateInto(folder: string, targets: Addressed, config: string | undefined): Promise<void> {
  const written = join(folder, 'monitoring.yml');
  await writeFile(written, JSON.stringify(deployment(targets, config === undefined ? {} : await read(config))));
  const [node, file] = commandLine;
  try {
    await execute(node, [file, 'generate', '--config', written, '--out', folder]);
  } catch (error) {
    throw new Error((error as { stderr: string }).stderr.trim(), { cause: error });
  }
  const prometheus = join(folder, 'prometheus', 'prometheus.yml');
  await writeFile(prometheus, brisk(await readFile(prometheus, 'utf8')));
}
