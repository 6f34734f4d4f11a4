import { closeSync, openSync, readSync, statfsSync } from 'node:fs';
import { Files } from './files.ts';

/** https://man7.org/linux/man-pages/man2/statfs.2.html */
const procfs = 0x9f_a0;
/** What a process tells of itself is gone with it, and its number is another's. */
const ofMachine = /^proc\/(?!\d)/;
const most = 32;

/**
 * The same, for who reads the machine for good: files of the kernel stay open, because it writes them anew whenever they are read from the
 * beginning, and to open and close one costs as much as to read it.
 */
export class KeptFiles extends Files {
  readonly #open = new Map<string, number>();
  #told: boolean | undefined;
  #buffer = Buffer.allocUnsafeSlow(16_384);

  override text(name: string): string {
    const file = this.#open.get(name) ?? this.#keep(name);
    if (file === undefined) return super.text(name);
    try {
      return this.#read(file);
    } catch {
      this.#open.delete(name);
      closeSync(file);
      return super.text(name);
    }
  }

  #keep(name: string): number | undefined {
    if (!ofMachine.test(name) || this.#open.size >= most || !this.#isKernels()) return undefined;
    const file = openSync(this.path(name), 'r');
    this.#open.set(name, file);
    return file;
  }

  /** Whether below the root is what a kernel tells, and not a copy of it that somebody may replace. */
  #isKernels(): boolean {
    try {
      return (this.#told ??= statfsSync(this.path('proc')).type === procfs);
    } catch {
      return false;
    }
  }

  #read(file: number): string {
    let held = 0;
    for (;;) {
      const read = readSync(file, this.#buffer, held, this.#buffer.length - held, held);
      if (read === 0) return this.#buffer.toString('utf8', 0, held);
      held += read;
      if (held === this.#buffer.length) this.#buffer = Buffer.concat([this.#buffer, Buffer.allocUnsafeSlow(held)]);
    }
  }
}
