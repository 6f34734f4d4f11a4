import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../e2e/scratch.ts';

export type ProgramName = 'promtool' | 'prometheus' | 'prometheus-alertmanager' | 'amtool' | 'docker-compose';

/** A program of the monitoring stack, in one of its versions. */
export interface Program {
  readonly path: string;
  /** `2.42.0`, as it says itself. */
  readonly version: string;
}

const newer = join(root, 'node_modules', '.cache', 'monitoring');

function versionOf(path: string): string | undefined {
  const { stdout, stderr } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return / version (\d+\.\d+\.\d+)/.exec(`${stdout}${stderr}`)?.[1];
}

const found = new Map<ProgramName, readonly Program[]>();

function find(name: ProgramName): readonly Program[] {
  const paths = [name, ...globSync(`*/usr/bin/${name}`, { cwd: newer }).map((path) => join(newer, path))];
  const programs = paths.flatMap((path) => {
    const version = versionOf(path);
    return version === undefined ? [] : [{ path, version }];
  });
  return programs.filter(({ version }, i) => programs.findIndex((each) => each.version === version) === i);
}

/** Every version of a program that is there: the system's, and what `.ci/monitoring` fetched. */
export function versionsOf(name: ProgramName): readonly Program[] {
  const programs = found.get(name) ?? find(name);
  found.set(name, programs);
  return programs;
}

/** Docker Compose, in every version that is there and reads what is generated. */
export const composes = (): readonly Program[] => versionsOf('docker-compose').filter(({ version }) => !version.startsWith('1.'));

/** Whether `.ci/monitoring` could have packages of Debian here. */
export const areFetched = (): boolean => globSync('*/usr/bin/promtool', { cwd: newer }).length > 0;

/** What a machine may be asked to have installed. */
type Installed = Exclude<ProgramName, 'docker-compose'>;
const packageOf = (name: Installed): string => (name === 'promtool' || name === 'prometheus' ? 'prometheus' : 'prometheus-alertmanager');

/** Describes what holds in every version of a program that is there, by name and version; in none, a pending test says how to get one. */
export function withEach(name: Installed, tests: (program: Program) => void): void {
  const programs = versionsOf(name);
  if (programs.length === 0) it.skip(`install ${name}: apt-get install ${packageOf(name)}`);
  for (const program of programs) describe(`by ${name} ${program.version}`, () => tests(program));
}
