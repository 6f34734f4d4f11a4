import type { Branch, Cell, Value } from './cell.ts';
import { type Given, none, Series } from './series.ts';
import { Shape } from './shape.ts';
import { Uses } from './uses.ts';

/** What stands for a value that OpenTelemetry does not know, such as an object. */
const other = 'other';
/** How many shapes are tried in the order given before the keys are sorted. */
const shapesTried = 4;

/**
 * The series of an instrument that nobody declared: any keys, in any order, of any OpenTelemetry value type.
 * Sets that differ never share a series: `1`, `"1"`, `true` and `["1"]` are four.
 */
export class OpenSeries extends Series {
  readonly #byKeys = new Map<string, Shape>();
  readonly #arrays = new Map<string, readonly unknown[]>();
  readonly #arrayUses = new Uses<string>();

  override find(attributes: Given | undefined = none): Cell {
    const tried = Math.min(this.shapes.length, shapesTried);
    for (let i = 0; i < tried; i++) {
      const cell = walk(this.shapes[i] as Shape, attributes);
      if (cell !== undefined) return cell;
    }
    return this.#resolve(attributes);
  }

  override peek(attributes: Given | undefined = none): { shape: Shape; cell: Cell } | undefined {
    const keys = keysOf(attributes);
    const shape = this.#byKeys.get(idOf(keys));
    const cell = shape?.walk(shape.keys.map((key) => this.#canonical(attributes[key])));
    return shape && cell && { shape, cell };
  }

  protected override created(shape: Shape, values: readonly Value[]): void {
    if (shape.size === 0) {
      this.#byKeys.set(idOf(shape.keys), shape);
      this.shapes.push(shape);
    }
    for (const value of values) if (Array.isArray(value)) this.#intern(value);
  }

  protected override dropped(shape: Shape, values: readonly Value[]): void {
    if (shape.size === 1) {
      this.#byKeys.delete(idOf(shape.keys));
      this.shapes.splice(this.shapes.indexOf(shape), 1);
    }
    for (const value of values) if (Array.isArray(value)) this.#release(JSON.stringify(value));
  }

  #intern(value: readonly unknown[]): void {
    const id = JSON.stringify(value);
    this.#arrays.set(id, value);
    this.#arrayUses.use(id);
  }

  #release(id: string): void {
    if (this.#arrayUses.leave(id)) this.#arrays.delete(id);
  }

  #resolve(attributes: Given): Cell {
    const keys = keysOf(attributes);
    const shape = this.#byKeys.get(idOf(keys)) ?? new Shape(keys);
    const values = shape.keys.map((key) => this.#canonical(attributes[key]));
    if (values.some((value, i) => value === other && attributes[shape.keys[i] as string] !== other)) this.folded.value += 1;
    return this.settle(shape, values);
  }

  #canonical(value: unknown): Value {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    if (!Array.isArray(value)) return other;
    return this.#arrays.get(JSON.stringify(value)) ?? Object.freeze([...value]);
  }
}

/** The cell of a set whose keys stand in the shape's own order, as one call site writes them every time. */
function walk(shape: Shape, attributes: Given): Cell | undefined {
  const keys = shape.keys;
  let node = shape.root;
  let i = 0;
  for (const key in attributes) {
    if (node === undefined || keys[i++] !== key) return undefined;
    node = (node as Branch).next(attributes[key] as Value);
  }
  return i === keys.length ? (node as Cell | undefined) : undefined;
}

/** The keys that say something, as given: an attribute without a value is no attribute. */
const keysOf = (attributes: Given): string[] =>
  Object.keys(attributes).filter((key) => attributes[key] !== undefined && attributes[key] !== null);

const idOf = (keys: readonly string[]): string => JSON.stringify(keys.toSorted());
