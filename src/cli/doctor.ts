import { defaultDeployment } from '../alerts/deployment.ts';
import type { Tree } from '../catalogue/define.ts';
import { examine } from '../doctor/doctor.ts';
import type { Options } from '../doctor/options.ts';
import { isSound, reportJson, reportText } from '../doctor/report.ts';
import { ConfigError } from '../environment.ts';
import { messageOf } from '../message-of.ts';
import { type Line, readLine } from './command-line.ts';
import { flags, help } from './doctor-help.ts';
import { readOptions } from './doctor-options.ts';
import { type Output, refusal, write } from './output.ts';
import { ownAt } from './own-catalogue.ts';

type Terminal = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** One line that says what is being done, on a terminal; elsewhere nothing. */
export function progress(stream: Terminal): { tell(step: string): void; clear(): void } {
  if (!stream.isTTY) return { tell: () => {}, clear: () => {} };
  const line = (text: string): void => void stream.write(`\r\u001B[K${text.slice(0, (stream.columns ?? 80) - 1)}`);
  return { tell: (step) => line(`… ${step}`), clear: () => line('') };
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborted by the deadline, or when the process is told to end: what was sent is taken away first. */
function deadlineOf({ timeoutMs }: Options): { readonly signal: AbortSignal; readonly told: () => boolean; close(): void } {
  const ending = new AbortController();
  const hear = (): void => ending.abort();
  for (const signal of endings) process.once(signal, hear);
  return {
    signal: AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]),
    told: () => ending.signal.aborted,
    close: () => endings.forEach((signal) => process.removeListener(signal, hear)),
  };
}

async function look(options: Options, isJson: boolean, { stdout, stderr }: Output): Promise<number> {
  const deadline = deadlineOf(options);
  const { tell, clear } = progress(stderr);
  const from = performance.now();
  try {
    const sections = await examine(options, { signal: deadline.signal, ms: options.timeoutMs, until: from + options.timeoutMs }, tell);
    clear();
    if (deadline.told()) throw new Error('it was told to end before it had looked at everything');
    await write(stdout, (isJson ? reportJson : reportText)(sections, performance.now() - from));
    return isSound(sections) ? 0 : 1;
  } finally {
    clear();
    deadline.close();
  }
}

/** The catalogue of an application, and what is wrong about its module. */
async function ownOf({ given }: Line): Promise<{ readonly own: Tree; readonly problems: readonly string[] }> {
  const path = given.get('catalogue');
  try {
    return { own: path === undefined ? {} : (await ownAt(path, defaultDeployment)).catalogue, problems: [] };
  } catch (error) {
    if (error instanceof ConfigError) return { own: {}, problems: error.problems };
    throw error;
  }
}

/** Looks at the whole stack and says what is wrong; gives 0 when nothing is, 1 when something is, 2 when it could not look. */
export async function doctorCommand(args: readonly string[], output: Output): Promise<number> {
  const line = readLine(args, flags);
  if (line.given.has('help')) {
    await write(output.stdout, help);
    return 0;
  }
  try {
    const { own, problems } = await ownOf(line);
    const read = readOptions(line, own);
    const all = [...read.problems, ...problems];
    if (all.length === 0) return await look(read.options, line.given.has('json'), output);
    output.stderr.write(refusal('doctor', all));
  } catch (error) {
    output.stderr.write(refusal('doctor', [messageOf(error)]));
  }
  return 2;
}
