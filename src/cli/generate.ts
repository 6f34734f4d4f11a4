import { readFileSync } from 'node:fs';
import type { Deployment } from '../alerts/deployment.ts';
import { ConfigError, variablesOf } from '../environment.ts';
import { readDeployment } from '../generate/deployment.ts';
import { prefix } from '../generate/fields.ts';
import { monitoring } from '../generate/monitoring.ts';
import type { Own } from '../generate/own.ts';
import { thresholdsFile } from '../generate/thresholds.ts';
import { readLine } from './command-line.ts';
import { flags, help } from './generate-help.ts';
import { type Output, refusal, write } from './output.ts';
import { ownAt } from './own-catalogue.ts';
import { foreignAmong, obsoleteIn, removeAll, staleIn, writeAll } from './written.ts';
import { messageOf } from '../message-of.ts';

type Given = ReadonlyMap<string, string>;

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError([`--config: ${messageOf(error)}: give a file of YAML that can be read`]);
  }
}

function deploymentOf(given: Given): Deployment {
  const config = given.get('config');
  return readDeployment(config === undefined ? '' : textOf(config), variablesOf(prefix));
}

async function ownIn(given: Given, deployment: Deployment): Promise<Own | undefined> {
  const path = given.get('catalogue');
  return path === undefined ? undefined : ownAt(path, deployment);
}

const listed = (paths: readonly string[], before: string): string => paths.map((path) => `${before}${path}\n`).join('');

/** Gives what is printed, and the exit code. */
async function generate(given: Given): Promise<readonly [text: string, code: number]> {
  const deployment = deploymentOf(given);
  const own = await ownIn(given, deployment);
  if (given.has('print-thresholds')) return [thresholdsFile(deployment), 0];
  const out = given.get('out');
  if (out === undefined) throw new ConfigError(['--out is missing: write --out=<folder>']);
  const files = monitoring(deployment, own);
  const stale = staleIn(out, files);
  const paths = Object.keys(stale);
  const obsolete = obsoleteIn(out, files);
  const differing = `${listed(paths, 'not as generated: ')}${listed(obsolete, 'no more generated: ')}`;
  if (given.has('check')) return [differing, differing === '' ? 0 : 1];
  const foreign = given.has('force') ? [] : foreignAmong(stale);
  if (foreign.length > 0)
    throw new ConfigError(foreign.map((path) => `${path} was not generated: move it away, or have it written over by --force`));
  writeAll(stale);
  // they say that they were generated, and may still be somebody's copies
  const [removed, left] = given.has('force') ? [obsolete, []] : [[], obsolete];
  removeAll(removed);
  const rest = Object.keys(files).length - paths.length;
  const kept = listed(left, 'no more generated, remove it if it is not yours, or all of them by --force: ');
  return [`${listed(paths, 'wrote ')}${listed(removed, 'removed ')}${kept}${rest > 0 ? `left ${rest} as they were\n` : ''}`, 0];
}

/** Writes what operators get, and gives the exit code. */
export async function generateCommand(args: readonly string[], { stdout, stderr }: Output): Promise<number> {
  const { given, problems } = readLine(args, flags);
  try {
    if (problems.length > 0 && !given.has('help')) throw new ConfigError(problems);
    const [text, code] = given.has('help') ? ([help, 0] as const) : await generate(given);
    await write(stdout, text);
    return code;
  } catch (error) {
    stderr.write(refusal('generate', error instanceof ConfigError ? error.problems : [messageOf(error)]));
    return 1;
  }
}
