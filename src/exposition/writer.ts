const chunkLength = 65_536;

/** Collects text in chunks of UTF-8. Long strings are built first and encoded at once: measured faster than writing bytes one by one. */
export class Writer {
  readonly chunks: Buffer[] = [];
  bytes = 0;
  lines = 0;
  #text = '';

  write(text: string, lines: number): void {
    this.#text += text;
    this.lines += lines;
    if (this.#text.length >= chunkLength) this.#flush();
  }

  finish(): this {
    if (this.#text !== '') this.#flush();
    return this;
  }

  #flush(): void {
    const chunk = Buffer.from(this.#text, 'utf8');
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    this.#text = '';
  }
}

/** A number as Go's ParseFloat reads it: `+Inf`, `-Inf`, `NaN`, else its shortest digits. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
