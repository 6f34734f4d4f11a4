import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { DatabaseServer } from './database-server.ts';
import { eventually, within } from './eventually.ts';
import { points } from './points.ts';
import { project } from './scratch.ts';
import { type Service, services, type Starting } from './service.ts';

export interface Client {
  readonly library: string;
  readonly packages: readonly string[];
  readonly system: string;
  /** A program that handles no rejection; `port` is the server's. */
  readonly unhandled: string;
  readonly expected: Readonly<Record<string, number>>;
}

/** Calls by operation, namespace and error; what is absent is `-`. */
function calls(text: string, system: string): Readonly<Record<string, number>> {
  const counts = points(text, 'db_client_operation_duration_seconds').map(({ labels, value }): [string, number] => {
    const { db_system_name: name, db_operation_name: operation = '-', db_namespace: namespace = '-', error_type: error } = labels;
    assert.equal(name, system);
    return [[operation, namespace, ...(error === undefined ? [] : [error])].join(' '), value];
  });
  // what ioredis says of itself when it connects is refused by older servers
  const sorted = counts.filter(([key]) => !key.startsWith('CLIENT '));
  return Object.fromEntries(sorted.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export const saw = async (service: Service): Promise<string> => (await service.printed(/^\[.*\]$/m))[0];

/** Starts a program with the preload and without, by either flag: it gets the same, and its calls are counted. */
export async function countsOnce(
  start: (starting: Starting) => Service,
  starting: Starting,
  { system, expected }: Pick<Client, 'system' | 'expected'>,
): Promise<void> {
  const without = await saw(start(starting));
  for (const flag of ['--require', '--import'] as const) {
    const service = start({ ...starting, flag });
    assert.equal(await saw(service), without);
    const text = await eventually(async () => {
      const scraped = await service.scrape();
      assert.deepEqual(calls(scraped, system), expected);
      return scraped;
    });
    assert.doesNotMatch(text, /secret|nowhere|things/);
    assert.doesNotMatch(service.stderr, /hook/);
  }
}

/** What holds for each client of a database. */
export function measuresClient(client: Client, server: () => DatabaseServer): void {
  const { library, packages, unhandled } = client;
  const start = services();
  const args = (): string[] => [String(server().port)];

  for (const module of ['cjs', 'mjs'])
    it(`are counted once each, by what they were and how they ended, and answered as without us: ${library}.${module}`, async () => {
      const cwd = await project(...packages);
      await countsOnce(start, { cwd, file: `${library}.${module}`, args: args() }, client);
    });

  it(`end an application that handles no rejection, as without us: ${library}`, () =>
    endsAlike(start, `unhandled-${library}`, packages, unhandled, args()));
}

/** A program that ends by an error does so with the preload as well. */
export async function endsAlike(
  start: (starting: Starting) => Service,
  name: string,
  packages: readonly string[],
  program: string,
  args: readonly string[],
): Promise<void> {
  const cwd = await project(...packages);
  writeFileSync(`${cwd}/${name}.cjs`, `const port = Number(process.argv[2]);\n${program}\n`);
  const started = { cwd, file: `${name}.cjs`, args };
  const [bare, service] = [start(started), start({ ...started, flag: '--require' as const })];
  assert.deepEqual(await within('the end without us', bare.ended), { code: 1, signal: null });
  assert.deepEqual(await within('the end', service.ended), { code: 1, signal: null });
}

/** At a version that is not known nothing is hooked, and one line says so. */
export async function isLeftAlone(start: (starting: Starting) => Service, library: string, packages: string): Promise<void> {
  const cwd = await project(packages);
  writeFileSync(`${cwd}/old.cjs`, `require('${library}'); console.log('[]'); setInterval(() => {}, 1000)`);
  const service = start({ cwd, file: 'old.cjs', flag: '--require' });
  await saw(service);
  await eventually(() => {
    const said = service.said.filter((line) => line.includes('is not known'));
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', new RegExp(`${library} \\d[\\d.]+ is not known: its calls are not measured$`));
  });
}
