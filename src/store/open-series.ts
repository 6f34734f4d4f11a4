import type { Branch, Cell, Value } from './cell.ts';
import { type Given, none, Series } from './series.ts';
import { Shape } from './shape.ts';
import { Structured } from './structured.ts';

/** What stands for a value that OpenTelemetry does not know, such as a function. */
const other = 'other';
/** How many shapes are tried in the order given before the keys are sorted. */
const shapesTried = 4;

/**
 * The series of an instrument that nobody declared: any keys, in any order, of any OpenTelemetry value type.
 * Sets that differ never share a series: `1`, `"1"`, `true` and `["1"]` are four.
 */
export class OpenSeries extends Series {
  readonly #byKeys = new Map<string, Shape>();
  readonly #structured = new Structured();

  override find(given: Given | null | undefined): Cell {
    const attributes = given ?? none;
    const tried = Math.min(this.shapes.length, shapesTried);
    for (let i = 0; i < tried; i++) {
      const cell = walk(this.shapes[i] as Shape, attributes);
      if (cell !== undefined) return cell;
    }
    return this.#resolve(attributes);
  }

  override peek(given: Given | null | undefined): { shape: Shape; cell: Cell } | undefined {
    const attributes = given ?? none;
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
    for (const value of values) if (typeof value === 'object') this.#structured.use(value);
  }

  protected override dropped(shape: Shape, values: readonly Value[]): void {
    if (shape.size === 1) {
      this.#byKeys.delete(idOf(shape.keys));
      this.shapes.splice(this.shapes.indexOf(shape), 1);
    }
    for (const value of values) if (typeof value === 'object') this.#structured.leave(value);
  }

  #resolve(attributes: Given): Cell {
    const keys = keysOf(attributes);
    const shape = this.#byKeys.get(idOf(keys)) ?? new Shape(keys);
    const fresh = new Map<string, object>();
    const values = shape.keys.map((key) => this.#canonical(attributes[key], fresh));
    if (values.some((value, i) => value === other && attributes[shape.keys[i] as string] !== other)) this.folded.value += 1;
    return this.settle(shape, values);
  }

  #canonical(value: unknown, fresh = new Map<string, object>()): Value {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    return (typeof value === 'object' && value !== null && this.#structured.find(value, fresh)) || other;
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
