import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { commandLine } from './command-line.ts';
import type { Measured } from './measured-service.ts';
import type { Monitoring } from './monitoring.ts';
import type { Site } from './site.ts';

const execute = promisify(execFile);

const asked = (flag: string, { link, text }: Site): string[] => (link ? [flag, new URL(text).origin] : []);

/** What it found stands on standard output, whatever its exit code; why it could not look, on the other. */
async function printed(args: readonly string[], stopped: AbortSignal): Promise<string> {
  const [node, file] = commandLine;
  try {
    return (await execute(node, [file, 'doctor', ...args], { signal: stopped })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    return stdout || stderr || `${message}\n`;
  }
}

/** Asks the doctor about all that runs, once. */
export class Doctor {
  /** What it comes to. */
  text = 'npx autonomica-metrics doctor looks at all of this';
  /** All that it says. */
  readonly report: Promise<string>;

  constructor(measured: readonly Measured[], { graphs, alerts }: Monitoring, stopped: AbortSignal) {
    const targets = measured.flatMap(({ endpoint }) => ['--target', endpoint]);
    const args = [...targets, ...asked('--prometheus', graphs), ...asked('--alertmanager', alerts)];
    this.report = printed(args, stopped).then((report) => {
      this.text = report.trimEnd().split('\n').at(-1) ?? '';
      return report;
    });
  }
}
