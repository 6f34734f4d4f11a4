/** Strings are built to this length and then encoded at once: measured faster than writing each. */
const batchLength = 8_192;
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const widest = 3;

/** Collects text as UTF-8 in one buffer. */
export class Writer {
  lines = 0;
  #text = '';
  #buffer: Buffer;
  #at = 0;

  /** @param expected how many bytes there will probably be */
  constructor(expected = 0) {
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(expected, batchLength * widest));
  }

  write(text: string, lines: number): void {
    this.#text += text;
    this.lines += lines;
    if (this.#text.length >= batchLength) this.#encode();
  }

  /** Everything written. */
  finish(): Buffer {
    this.#encode();
    return this.#buffer.subarray(0, this.#at);
  }

  #encode(): void {
    const needed = this.#at + this.#text.length * widest;
    if (needed > this.#buffer.length) this.#grow(needed);
    this.#at += this.#buffer.write(this.#text, this.#at);
    this.#text = '';
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

/** A number as Go's ParseFloat reads it: `+Inf`, `-Inf`, `NaN`, else its shortest digits. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
