const chunkBytes = 262_144;

/**
 * Buffers of one size to write into, and to write into again once they are given back: a body of megabytes that is new
 * at every scrape makes V8 collect everything, which holds the event loop longer than writing it.
 * Those that wait are held weakly, so that memory which is short is not kept for the next scrape.
 */
export class Chunks {
  #spare = new WeakRef<Buffer[]>([]);

  /** A buffer with anything in it. @param least how long it must be; one that is longer than usual is not kept */
  take(least: number): Buffer {
    if (least > chunkBytes) return Buffer.allocUnsafeSlow(least);
    return this.#spare.deref()?.pop() ?? Buffer.allocUnsafeSlow(chunkBytes);
  }

  /** Takes back what nobody will read again: buffers that were taken, or the part of each that was used. */
  give(used: readonly Buffer[]): void {
    const kept = used.filter(({ buffer }) => buffer.byteLength === chunkBytes).map(({ buffer }) => Buffer.from(buffer));
    const spare = this.#spare.deref();
    if (spare) spare.push(...kept);
    else this.#spare = new WeakRef(kept);
  }
}
