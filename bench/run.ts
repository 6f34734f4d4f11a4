import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
export const measured = join(import.meta.dirname, 'measured');

export type Figures = Readonly<Record<string, number>>;

/** One process to run. */
export interface Start {
  /** Who is measured, as the table has it. */
  readonly who: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const settings = { OTEL_EXPORTER_PROMETHEUS_PORT: '0', OTEL_LOG_LEVEL: 'none', OTEL_SERVICE_NAME: 'bench', BENCH_SETTLE_MS: '500' };

/** A scratch project with the packed package and its peers, as a user would install them. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'autonomica-bench-'));

  constructor() {
    const packed = this.#run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', this.folder], root).trim();
    this.#install(this.folder, 'peers.json', packed);
    for (const programs of ['startup', 'machine']) cpSync(join(measured, programs), this.folder, { recursive: true });
    for (const folder of ['request', 'work', 'beacon', 'browser'])
      cpSync(join(measured, folder), join(this.folder, folder), { recursive: true });
    // what runs in browsers is of another major version
    this.#install(join(this.folder, 'browser'), 'peers-browser.json', packed);
  }

  #install(folder: string, peers: string, packed: string): void {
    cpSync(join(import.meta.dirname, peers), join(folder, 'package.json'));
    writeFileSync(join(folder, '.npmrc'), 'audit=false\nfund=false\n');
    this.#run('npm', ['install', '--ignore-scripts', '--silent', join(this.folder, packed)], folder);
  }

  /** Runs a process and gives the figures it printed. */
  measure({ who, args, env = {} }: Start): Figures {
    const text = this.#run(process.execPath, args, this.folder, { ...settings, ...env });
    try {
      return JSON.parse(text) as Figures;
    } catch {
      throw new Error(`${who}: no figures in ${JSON.stringify(text)}`);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #run(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): string {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${status}\n${stdout}${stderr}`);
    return stdout;
  }
}

/** Measures everyone once a round, in turn, so that a drift of the machine hits all alike. */
export function rounds(project: Project, starts: readonly Start[], count: number): ReadonlyMap<string, Figures[]> {
  const all = new Map<string, Figures[]>(starts.map(({ who }) => [who, []]));
  for (let round = 0; round < count; round++) for (const start of starts) all.get(start.who)?.push(project.measure(start));
  return all;
}

export const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
