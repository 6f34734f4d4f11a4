const largestChunk = 512;

/** Memory for the numbers of an instrument's series: slots of one width in chunks that double. */
export class Slab {
  readonly #width: number;
  readonly #free: { chunk: Float64Array; at: number }[] = [];
  #chunk = new Float64Array(0);
  #used = 0;
  #slots = 4;

  constructor(width: number) {
    this.#width = width;
  }

  /** A slot of zeros. */
  take(): { chunk: Float64Array; at: number } {
    const slot = this.#free.pop();
    if (slot) {
      slot.chunk.fill(0, slot.at, slot.at + this.#width);
      return slot;
    }
    if (this.#used === this.#chunk.length) this.#grow();
    const at = this.#used;
    this.#used += this.#width;
    return { chunk: this.#chunk, at };
  }

  give(chunk: Float64Array, at: number): void {
    this.#free.push({ chunk, at });
  }

  #grow(): void {
    this.#chunk = new Float64Array(this.#slots * this.#width);
    this.#used = 0;
    this.#slots = Math.min(this.#slots * 2, largestChunk);
  }
}
