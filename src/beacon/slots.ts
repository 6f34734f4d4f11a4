/** Bodies that are read at one time, of 16 KiB at most. */
const mostAtOnce = 1000;
/** Those of one client, at the usual rate as many as it may send at once: a body that never comes takes no token, and would take the others' place. */
const mostOfOne = 50;

/** Who may have a body read: so many of each client and of all. Remembers who has one, and nobody else. */
export class Slots {
  readonly #clients = new Map<string, number>();
  #all = 0;

  /** Takes a place, if there is one; one that nobody knows counts for all only. */
  isTaken(client: string | undefined): boolean {
    const own = this.#of(client);
    if (this.#all >= mostAtOnce || own >= mostOfOne) return false;
    this.#all += 1;
    if (client !== undefined) this.#clients.set(client, own + 1);
    return true;
  }

  /** Gives back a place that was taken. */
  free(client: string | undefined): void {
    this.#all -= 1;
    const left = this.#of(client) - 1;
    if (client === undefined) return;
    if (left > 0) this.#clients.set(client, left);
    else this.#clients.delete(client);
  }

  /** How many clients are remembered. */
  get clients(): number {
    return this.#clients.size;
  }

  #of(client: string | undefined): number {
    return (client === undefined ? undefined : this.#clients.get(client)) ?? 0;
  }
}
