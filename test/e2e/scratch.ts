import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The checkout. */
export const root = join(import.meta.dirname, '..', '..');
const fixtures = join(root, 'test', 'fixtures');
const ours = /^(OTEL_|AUTONOMICA_|NODE_OPTIONS$|npm_package_|npm_lifecycle_|npm_config_local_prefix$)/;

/** The environment without what would configure the package or npm, the node that runs the tests first on the PATH. */
export const environment: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name))),
  PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
};

/** Where the folder is that is gone after the tests. */
export const scratchVariable = 'AUTONOMICA_TEST_SCRATCH';
let home: string | undefined;
/** A folder of this process that is gone after the tests: files that run at once do not write to each other's. */
export const scratch = (): string => (home ??= mkdtempSync(join(process.env[scratchVariable] ?? '', 'process-')));

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever its exit code. */
export async function run(command: string, args: readonly string[], cwd: string, env = environment, input = ''): Promise<Ran> {
  try {
    const running = execute(command, args, { cwd, env, maxBuffer: 2 ** 26 });
    // a program may end without having read what it is given
    running.child.stdin?.once('error', () => {}).end(input);
    return { code: 0, ...(await running) };
  } catch (error) {
    const { code, stdout, stderr } = error as Ran & Error;
    if (typeof code !== 'number') throw error;
    return { code, stdout, stderr };
  }
}

async function must(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
  return stdout;
}

async function pack(): Promise<string> {
  if (!existsSync(join(root, 'dist', 'core.cjs')))
    throw new Error('dist is missing, and these tests run the packed package: run `npm run build` first, or `npm test`, which does');
  const told = await must('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', scratch()], root);
  const [{ filename }] = JSON.parse(told) as [{ filename: string }];
  return join(scratch(), filename);
}

let packed: Promise<string> | undefined;
/** The package as it would be published, packed once. */
export const tarball = (): Promise<string> => (packed ??= pack());

async function install(name: string, packages: readonly string[]): Promise<string> {
  const archive = await tarball();
  const folder = join(scratch(), name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'scratch', version: '1.0.0', private: true }));
  await must('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', archive, ...packages], folder);
  // the machines of the readings' tests, which no process loads
  cpSync(fixtures, folder, { recursive: true, filter: (source) => source !== join(fixtures, 'roots') });
  return folder;
}

const installed = new Map<string, Promise<string>>();
/** A project that has the tarball and these packages installed, and the fixtures in its folder; made once for each list of packages. */
export function project(...packages: readonly string[]): Promise<string> {
  const id = packages.join(' ');
  const folder = installed.get(id) ?? install(`project-${installed.size}`, packages);
  installed.set(id, folder);
  return folder;
}

/** The version that the checkout has of a development dependency. */
export function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Projects with what applications have. */
export const withExpress5 = (): Promise<string> => project(`express@${versionOf('express')}`);
export const withExpress4 = (): Promise<string> => project('express@4.22.3');
export const withApi19 = (): Promise<string> => project('@opentelemetry/api@1.9.0', '@opentelemetry/sdk-metrics@2.9.0');
export const withApi110 = (): Promise<string> => project('@opentelemetry/api@1.10.0', '@opentelemetry/sdk-metrics@3.1.0');
