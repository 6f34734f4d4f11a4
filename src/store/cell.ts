import type { Literal } from '../catalogue/define.ts';

/** One attribute value on the way to a cell. Arrays and maps are interned, so that equal ones are one value. */
export type Value = Literal | object | undefined;

/**
 * Where the numbers of one series are: `chunk` from `at` on, in the layout of its kind.
 * `at` is negative once the series is removed; who holds the cell then looks it up again.
 */
export class Cell {
  parent: Branch | null;
  via: Value;
  chunk: Float64Array;
  at: number;
  /** The label text, once an exposition has written it. */
  text: string | undefined = undefined;

  constructor(parent: Branch | null, via: Value, chunk: Float64Array, at: number) {
    this.parent = parent;
    this.via = via;
    this.chunk = chunk;
    this.at = at;
  }
}

/** A place between two attributes. One child is held inline: most branches never have a second. */
export class Branch {
  parent: Branch | null;
  via: Value;
  child: Branch | Cell | null = null;
  others: Map<Value, Branch | Cell> | null = null;

  constructor(parent: Branch | null, via: Value) {
    this.parent = parent;
    this.via = via;
  }

  next(value: Value): Branch | Cell | undefined {
    const child = this.child;
    if (child !== null && child.via === value) return child;
    return this.others === null ? undefined : this.others.get(value);
  }

  add(child: Branch | Cell): void {
    // NaN equals itself only in a map
    if (this.child === null && !Number.isNaN(child.via)) this.child = child;
    else (this.others ??= new Map()).set(child.via, child);
  }

  /** Takes a child away; says whether none is left. */
  drop(child: Branch | Cell): boolean {
    if (this.child === child) this.child = null;
    else this.others?.delete(child.via);
    return this.child === null && (this.others === null || this.others.size === 0);
  }
}
