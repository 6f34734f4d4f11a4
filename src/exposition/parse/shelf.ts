const chunkSize = 1024;

/** Keeps the numbers of many rows in few chunks. */
export class Shelf {
  #chunk = new Float64Array(0);
  #used = 0;

  put(numbers: readonly number[]): { readonly chunk: Float64Array; readonly at: number } {
    if (this.#used + numbers.length > this.#chunk.length) {
      this.#chunk = new Float64Array(Math.max(chunkSize, numbers.length));
      this.#used = 0;
    }
    const at = this.#used;
    this.#chunk.set(numbers, at);
    this.#used += numbers.length;
    return { chunk: this.#chunk, at };
  }
}
