import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { doctorCommand } from '../../src/cli/doctor.ts';
import type { Finding, Section } from '../../src/doctor/finding.ts';

/** What is written, as one text. */
export class Sink extends Writable {
  text = '';
  isTTY = false;
  columns = 20;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** What doctor tells programs. */
export interface Json {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly sections: readonly Section[];
}

/** What doctor says, run in this process, and that it has no error of its own. */
export async function told(args: readonly string[]): Promise<Json & { readonly text: string }> {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const code = await doctorCommand([...args, '--json'], { stdout, stderr });
  assert.equal(stderr.text, '', args.join(' '));
  const json = JSON.parse(stdout.text) as Json;
  assert.equal(code, json.findings.length === 0 ? 0 : 1, args.join(' '));
  return { ...json, text: stdout.text };
}
