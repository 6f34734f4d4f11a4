import { Chunks } from './chunks.ts';

/** Strings are built to this length and then encoded at once: measured faster than writing each. */
const batchLength = 16_384;
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const widest = 3;

/** Collects text as UTF-8. */
export class Writer {
  lines = 0;
  bytes = 0;
  readonly #chunks: Chunks;
  readonly #full: Buffer[] = [];
  #text = '';
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(chunks = new Chunks()) {
    this.#chunks = chunks;
  }

  write(text: string, lines: number): void {
    this.#text += text;
    this.lines += lines;
    if (this.#text.length >= batchLength) this.#encode();
  }

  /** Everything written. */
  finish(): readonly Buffer[] {
    this.#encode();
    this.#fill();
    return this.#full;
  }

  #encode(): void {
    const needed = this.#text.length * widest;
    if (needed > this.#chunk.length - this.#at) {
      this.#fill();
      this.#chunk = this.#chunks.take(needed);
    }
    this.#at += this.#chunk.write(this.#text, this.#at);
    this.#text = '';
  }

  #fill(): void {
    if (this.#at > 0) this.#full.push(this.#chunk.subarray(0, this.#at));
    this.bytes += this.#at;
    this.#at = 0;
  }
}

/** A number as Go's ParseFloat reads it: `+Inf`, `-Inf`, `NaN`, else its shortest digits. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
