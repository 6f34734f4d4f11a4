import { unescaped } from './words.ts';

/** One label with one value, the same object wherever it occurs. */
export interface Pair {
  readonly label: readonly [name: string, value: string];
  readonly text: string;
  /** Random, so that no input can be written that makes sets collide; a label without a value is none, and has 0. */
  readonly hash: number;
  /** The last set it was in. */
  turn: number;
}

/** Every label and value met so far. */
export class Pairs {
  readonly #pairs = new Map<string, Pair>();
  /** The last set that each label name was in. */
  readonly #names = new Map<string, number>();
  #turn = 0;

  nextSet(): void {
    this.#turn += 1;
  }

  /** Whether the name is new in the present set. */
  addName(name: string): boolean {
    if (this.#names.get(name) === this.#turn) return false;
    this.#names.set(name, this.#turn);
    return true;
  }

  /** @param raw the value as it is printed, which is as the encoder prints it: the format has one escape for what must be escaped, and no other */
  add(name: string, raw: string): Pair {
    const text = `${name}="${raw}"`;
    let pair = this.#pairs.get(text);
    if (!pair) {
      pair = { label: [name, unescaped(raw)], text, hash: raw === '' ? 0 : (Math.random() * 2 ** 32) | 0, turn: 0 };
      this.#pairs.set(text, pair);
    }
    pair.turn = this.#turn;
    return pair;
  }

  /** Whether a set of an earlier turn equals the present one, given that they are of one size. */
  areAll(pairs: readonly Pair[]): boolean {
    for (const pair of pairs) if (pair.turn !== this.#turn && pair.label[1] !== '') return false;
    return true;
  }
}
