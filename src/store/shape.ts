import { Branch, Cell, type Value } from './cell.ts';
import type { Slab } from './slab.ts';

const text = 1;
const number = 2;
const boolean = 4;
const structured = 8;
const odd = 16;

function typeOf(value: Value): number {
  if (typeof value === 'string') return value === '' || !value.isWellFormed() ? odd : text;
  if (typeof value === 'number') return number;
  if (typeof value === 'boolean') return boolean;
  return value === undefined ? 0 : structured;
}

/** The series whose attribute sets have the same keys: a tree with one level a key, its leaves the cells. */
export class Shape {
  readonly keys: readonly string[];
  /** The cells in the order of their creation, some of them perhaps removed (`at` is negative). */
  cells: Cell[] = [];
  root: Branch | Cell | undefined;
  #removed = 0;
  /** The types seen of each key's values. */
  readonly #types: Uint8Array;

  constructor(keys: readonly string[]) {
    this.keys = keys;
    this.root = keys.length > 0 ? new Branch(null, undefined) : undefined;
    this.#types = new Uint8Array(keys.length);
  }

  /** How many series it has. */
  get size(): number {
    return this.cells.length - this.#removed;
  }

  /** Whether two of the sets may print alike: `200` and `"200"`, or an empty string and no attribute. */
  get ambiguous(): boolean {
    return this.#types.some((seen) => (seen & odd) !== 0 || (seen & (seen - 1)) !== 0);
  }

  walk(values: readonly Value[]): Cell | undefined {
    let node = this.root;
    for (const value of values) {
      if (node === undefined) return undefined;
      node = (node as Branch).next(value);
    }
    return node as Cell | undefined;
  }

  /** Adds the series of `values`, which is not there yet. */
  insert(values: readonly Value[], slab: Slab, CellType: typeof Cell): Cell {
    const { chunk, at } = slab.take();
    let parent: Branch | null = null;
    let node: Branch | Cell | undefined = this.root;
    for (const [i, value] of values.entries()) {
      this.#types[i] = (this.#types[i] as number) | typeOf(value);
      parent = node as Branch;
      node = parent.next(value);
      if (node === undefined && i < values.length - 1) parent.add((node = new Branch(parent, value)));
    }
    const cell = new CellType(parent, values.at(-1), chunk, at);
    if (parent === null) this.root = cell;
    else parent.add(cell);
    this.cells.push(cell);
    return cell;
  }

  remove(cell: Cell, slab: Slab): void {
    slab.give(cell.chunk, cell.at);
    cell.at = -1;
    if (cell.parent === null) this.root = undefined;
    let node: Branch | Cell = cell;
    while (node.parent?.drop(node)) node = node.parent;
    this.#removed += 1;
    if (this.#removed * 2 > this.cells.length) this.#compact();
  }

  /** The attribute values of a cell, in the order of the keys. */
  valuesOf(cell: Cell): Value[] {
    const values: Value[] = [];
    let node: Branch | Cell | null = cell;
    for (let level = this.keys.length; level > 0 && node !== null; level--, node = node.parent) values.push(node.via);
    return values.toReversed();
  }

  #compact(): void {
    this.cells = this.cells.filter((cell) => cell.at >= 0);
    this.#removed = 0;
  }
}
