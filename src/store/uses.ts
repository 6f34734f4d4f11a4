/** How often each value is in use; what is not in use is not held. */
export class Uses<T> {
  readonly #counts = new Map<T, number>();

  get size(): number {
    return this.#counts.size;
  }

  has(value: T): boolean {
    return this.#counts.has(value);
  }

  use(value: T): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  /** Says whether that was the last use. */
  leave(value: T): boolean {
    const uses = (this.#counts.get(value) ?? 0) - 1;
    if (uses > 0) this.#counts.set(value, uses);
    else this.#counts.delete(value);
    return uses <= 0;
  }
}
