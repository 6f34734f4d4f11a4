import { overflowAttribute, share } from '../catalogue/budget.ts';
import type { Budget } from './budget.ts';
import { Cell, type Value } from './cell.ts';
import { Shape } from './shape.ts';
import { Slab } from './slab.ts';

/** What a recording call passes. */
export type Given = Readonly<Record<string, unknown>>;

/** Why a recording went to another series than its own: a value beyond its attribute's bound, a full metric, a full process. */
export type Folding = 'value' | 'metric' | 'process';

export interface Room {
  readonly budget: Budget;
  /** Numbers a series holds. */
  readonly width: number;
  /** Sample lines a series prints. */
  readonly lines: number;
  /** How many series are kept; unset, a third of the budget. */
  readonly limit?: number | undefined;
  readonly CellType?: typeof Cell;
}

export const none: Given = Object.freeze({});

/** All series of one instrument, found by their attributes, never more of them than the limits allow. */
export abstract class Series {
  readonly shapes: Shape[] = [];
  readonly folded: Record<Folding, number> = { value: 0, metric: 0, process: 0 };
  readonly lines: number;
  size = 0;
  readonly #room: Room;
  readonly #slab: Slab;
  #overflow: { shape: Shape; cell: Cell } | undefined;

  constructor(room: Room) {
    this.#room = room;
    this.lines = room.lines;
    this.#slab = new Slab(room.width);
  }

  /** The cell of a set; made when it is new, the overflow's when there is no room for it. */
  abstract find(attributes: Given | null | undefined): Cell;
  /** The cell of a set, if there is one. */
  abstract peek(attributes: Given | null | undefined): { shape: Shape; cell: Cell } | undefined;

  get limit(): number {
    return this.#room.limit ?? Math.max(1, Math.floor(share(this.#room.budget.maxLines) / this.lines));
  }

  /** How many recordings went to another series than their own. */
  get folds(): number {
    return this.folded.value + this.folded.metric + this.folded.process;
  }

  /** Whether a recording went to the overflow series. */
  get overflowing(): boolean {
    return this.#overflow !== undefined;
  }

  /** Every shape with its cells as of now, the overflow's last; one that is removed meanwhile has a negative `at`. */
  *entries(): Generator<{ shape: Shape; cells: readonly Cell[] }> {
    for (const shape of this.shapes) if (shape.size > 0) yield { shape, cells: [...shape.cells] };
    if (this.#overflow) yield { shape: this.#overflow.shape, cells: [this.#overflow.cell] };
  }

  /** Forgets one series. */
  remove(attributes: Given | undefined): boolean {
    const found = this.peek(attributes);
    if (found) this.drop(found.shape, found.cell);
    return found !== undefined;
  }

  /** Forgets every series, and what was folded. */
  reset(): void {
    for (const shape of this.shapes.slice()) for (const cell of shape.cells) if (cell.at >= 0) this.drop(shape, cell);
    if (this.#overflow) this.#dropOverflow(this.#overflow);
    Object.assign(this.folded, { value: 0, metric: 0, process: 0 });
  }

  /** Forgets the series of which that is true; the overflow's stays. */
  forget(isOver: (cell: Cell) => boolean): void {
    for (const shape of this.shapes.slice()) for (const cell of shape.cells) if (cell.at >= 0 && isOver(cell)) this.drop(shape, cell);
  }

  /** Forgets the series that are not among `kept`. */
  keepOnly(kept: ReadonlySet<Cell | undefined>): void {
    this.forget((cell) => !kept.has(cell));
    if (this.#overflow && !kept.has(this.#overflow.cell)) this.#dropOverflow(this.#overflow);
  }

  /** The cell of canonical values: there already, or made if there is room. */
  protected settle(shape: Shape, values: readonly Value[]): Cell {
    const { budget, CellType = Cell } = this.#room;
    const cell = shape.walk(values);
    if (cell) return cell;
    if (this.size >= this.limit) return this.#overflowing('metric');
    if (!budget.take(this.lines)) return this.#overflowing('process');
    this.size += 1;
    this.created(shape, values);
    return shape.insert(values, this.#slab, CellType);
  }

  protected drop(shape: Shape, cell: Cell): void {
    this.dropped(shape, shape.valuesOf(cell));
    shape.remove(cell, this.#slab);
    this.size -= 1;
    this.#room.budget.give(this.lines);
  }

  protected abstract created(shape: Shape, values: readonly Value[]): void;
  protected abstract dropped(shape: Shape, values: readonly Value[]): void;

  #overflowing(why: Folding): Cell {
    this.folded[why] += 1;
    if (!this.#overflow) {
      const shape = new Shape([overflowAttribute]);
      this.#overflow = { shape, cell: shape.insert([true], this.#slab, this.#room.CellType ?? Cell) };
      this.#room.budget.give(-this.lines);
    }
    return this.#overflow.cell;
  }

  #dropOverflow({ shape, cell }: { shape: Shape; cell: Cell }): void {
    shape.remove(cell, this.#slab);
    this.#overflow = undefined;
    this.#room.budget.give(this.lines);
  }
}
