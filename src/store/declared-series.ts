import type { Allowed, Bounds, Literal } from '../catalogue/define.ts';
import type { Branch, Cell, Value } from './cell.ts';
import { type Given, none, type Room, Series } from './series.ts';
import { Shape } from './shape.ts';
import { Uses } from './uses.ts';

/** What a value beyond its attribute's bound becomes. */
const other = 'other';

const isLiteral = (value: unknown): value is Literal =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The values kept of one attribute. */
class Kept {
  readonly #allowed: Allowed;
  readonly #listed: ReadonlySet<unknown> | undefined;
  readonly uses = new Uses<Value>();

  constructor(allowed: Allowed) {
    this.#allowed = allowed;
    this.#listed = 'of' in allowed ? new Set(allowed.of) : undefined;
  }

  fold(value: unknown): Value {
    if (value === undefined || value === null) return undefined;
    if (this.#listed) return this.#listed.has(value) ? value : other;
    return isLiteral(value) && (this.uses.has(value) || this.#hasRoom) ? value : other;
  }

  get #hasRoom(): boolean {
    const taken = this.uses.size - (this.uses.has(other) ? 1 : 0) - (this.uses.has(undefined) ? 1 : 0);
    return 'keep' in this.#allowed && taken < this.#allowed.keep;
  }
}

/** The series of a definition: cells are found by walking its declared keys. */
export class DeclaredSeries extends Series {
  readonly #keys: readonly string[];
  readonly #kept: readonly Kept[];
  readonly #shape: Shape;

  constructor(attributes: Bounds, room: Room) {
    super(room);
    this.#keys = Object.keys(attributes);
    this.#kept = Object.values(attributes).map((allowed) => new Kept(allowed));
    this.#shape = new Shape(Object.values(attributes).map(({ name }) => name));
    this.shapes.push(this.#shape);
  }

  override find(given: Given | null | undefined): Cell {
    const attributes = given ?? none;
    const keys = this.#keys;
    let node = this.#shape.root;
    for (let i = 0; i < keys.length && node !== undefined; i++) node = (node as Branch).next(attributes[keys[i] as string] as Value);
    return node === undefined ? this.#fold(attributes) : (node as Cell);
  }

  override peek(given: Given | null | undefined): { shape: Shape; cell: Cell } | undefined {
    const attributes = given ?? none;
    const cell = this.#shape.walk(this.#keys.map((key) => (attributes[key] ?? undefined) as Value));
    return cell && { shape: this.#shape, cell };
  }

  protected override created(_shape: Shape, values: readonly Value[]): void {
    values.forEach((value, i) => this.#kept[i]?.uses.use(value));
  }

  protected override dropped(_shape: Shape, values: readonly Value[]): void {
    values.forEach((value, i) => this.#kept[i]?.uses.leave(value));
  }

  #fold(attributes: Given): Cell {
    let folded = false;
    const values = this.#keys.map((key, i) => {
      const given = attributes[key] ?? undefined;
      const value = (this.#kept[i] as Kept).fold(given);
      folded ||= value !== given;
      return value;
    });
    if (folded) this.folded.value += 1;
    return this.settle(this.#shape, values);
  }
}
