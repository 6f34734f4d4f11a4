import type { Activity } from '../catalogue/activity.ts';
import type { Definition } from '../catalogue/define.ts';
import type { Cell } from '../store/cell.ts';
import { type BoundHistogram, Histogram } from '../store/histogram.ts';
import type { Given } from '../store/series.ts';
import type { Store } from '../store/store.ts';
import { type BoundSum, Sum } from '../store/sum.ts';
import { ourScope } from '../version.ts';
import { errorTypeOf } from './error-type.ts';

/** Lanes that are held without looking whether they are over. */
const leastLanes = 64;
/** Outcomes that have handles; a definition has fewer. */
const mostOutcomes = 16;

type Ends = Readonly<Record<string, unknown>> | undefined;

interface Settled {
  readonly duration: BoundHistogram;
  readonly ended: BoundSum | undefined;
}

/** What goes on and is counted by one series, in the order in which it was started. */
class Lane {
  readonly attributes: Given;
  /** The series; it may be removed meanwhile. */
  readonly cell: Cell;
  first: Going | undefined;
  last: Going | undefined;

  constructor(attributes: Given, cell: Cell) {
    this.attributes = attributes;
    this.cell = cell;
  }
}

/** Attributes known in advance, and how those end that end in the same way, by what that is. */
class Course {
  readonly attributes: Given;
  readonly settled = new Map<unknown, Settled>();
  lane: Lane;

  constructor(attributes: Given, lane: Lane) {
    this.attributes = attributes;
    this.lane = lane;
  }
}

class Going implements Disposable {
  readonly #meter: ActivityMeter;
  readonly #lane: Lane;
  readonly attributes: Given;
  readonly course: Course | undefined;
  readonly began = performance.now();
  before: Going | undefined;
  after: Going | undefined;
  #isOver = false;

  constructor(meter: ActivityMeter, lane: Lane, attributes: Given, course: Course | undefined) {
    this.#meter = meter;
    this.#lane = lane;
    this.attributes = attributes;
    this.course = course;
    this.before = lane.last;
    this.after = undefined;
    if (lane.last) lane.last.after = this;
    else lane.first = this;
    lane.last = this;
    const { chunk, at } = lane.cell;
    (chunk[at] as number) += 1;
  }

  end(ends?: Ends): void {
    if (this.#leave()) this.#meter.settle(this, ends);
  }

  fail(error: unknown, ends?: Ends): void {
    if (this.#leave()) this.#meter.failed(this, errorTypeOf(error), ends);
  }

  [Symbol.dispose](): void {
    this.fail(undefined);
  }

  #leave(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    const { before, after } = this;
    const lane = this.#lane;
    if (before) before.after = after;
    else lane.first = after;
    if (after) after.before = before;
    else lane.last = before;
    const { chunk, at } = lane.cell;
    // a series that was forgotten meanwhile does not know of this one
    if (at >= 0) (chunk[at] as number) -= 1;
    return true;
  }
}

function declared<T>(store: Store, definition: Definition, kind: abstract new (...args: never[]) => T): T {
  const instrument = store.declare(definition, { scope: ourScope });
  if (instrument instanceof kind) return instrument;
  throw new TypeError(`metric "${definition.name}": a ${definition.kind} does not fit here`);
}

/** Starts activities and records how they end. */
export class ActivityMeter {
  readonly #activity: Activity;
  readonly #active: Sum;
  readonly #duration: Histogram;
  readonly #ended: Sum | undefined;
  /** By the series that counts them as active: what is folded there shares a lane, so there are never more. */
  readonly #lanes = new Map<Cell, Lane>();
  readonly #outcome: string | undefined;
  /** How many lanes there may be before those are looked for that are over. */
  #room = leastLanes;

  constructor(activity: Activity, store: Store) {
    const { active, duration, ended } = activity.metrics;
    this.#activity = activity;
    this.#active = declared(store, active, Sum);
    this.#duration = declared(store, duration, Histogram);
    this.#ended = ended && declared(store, ended, Sum);
    const [only, ...more] = Object.keys(activity.ends);
    this.#outcome = more.length === 0 ? only : undefined;
  }

  start(attributes: Given = {}): Going {
    return new Going(this, this.#laneOf(attributes), attributes, undefined);
  }

  run<T>(attributes: Given, work: (going: Going) => T): T {
    return this.#doing(this.start(attributes), work);
  }

  bind(attributes: Given = {}): { start(): Going; run<T>(work: (going: Going) => T): T } {
    const own = { ...attributes };
    const course = new Course(own, this.#laneOf(own));
    const start = (): Going => {
      if (course.lane.cell.at < 0) course.lane = this.#laneOf(own);
      return new Going(this, course.lane, own, course);
    };
    return { start, run: (work) => this.#doing(start(), work) };
  }

  /** How many lanes are held: those of the series there are, and a few of series that were removed. */
  get lanes(): number {
    return this.#lanes.size;
  }

  /** How long what was started first has been going on, by its attributes. */
  *longest(now: number): Generator<readonly [seconds: number, attributes: Given]> {
    for (const lane of this.#lanes.values()) if (lane.first) yield [Math.max(0, now - lane.first.began) / 1000, lane.attributes];
  }

  settle(going: Going, ends: Ends): void {
    const said = ends ?? this.#activity.returned;
    const settled = this.#settledBy(going, said);
    if (settled) this.#recordTo(settled, going);
    else this.#record(going, said);
  }

  failed(going: Going, error: string, ends: Ends): void {
    this.#record(going, { ...(ends ?? this.#activity.thrown), error });
  }

  #doing<T>(going: Going, work: (going: Going) => T): T {
    let result: T;
    try {
      result = work(going);
    } catch (error) {
      going.fail(error);
      throw error;
    }
    if (!isThenable(result)) {
      going.end();
      return result;
    }
    // what is handed on rejects as well: a rejection that nobody handles is one still
    const passed = result.then(
      (value) => {
        going.end();
        return value;
      },
      (error: unknown) => {
        going.fail(error);
        throw error;
      },
    );
    return passed as T;
  }

  #laneOf(attributes: Given): Lane {
    const cell = this.#active.series.find(attributes);
    const there = this.#lanes.get(cell);
    if (there) return there;
    if (this.#lanes.size >= this.#room) this.#forgetLanes();
    const made = new Lane(attributes, cell);
    this.#lanes.set(cell, made);
    return made;
  }

  /** Forgets the lanes of series that were removed, once nothing goes on in them; so rarely that it costs a start nothing. */
  #forgetLanes(): void {
    for (const [cell, { first }] of this.#lanes) if (cell.at < 0 && !first) this.#lanes.delete(cell);
    this.#room = 2 * this.#lanes.size + leastLanes;
  }

  /** The handles for how it ends, if there is one attribute of that and those it began with are known in advance. */
  #settledBy({ course, attributes }: Going, ends: NonNullable<Ends>): Settled | undefined {
    if (course === undefined || this.#outcome === undefined) return undefined;
    const key = ends[this.#outcome];
    const there = course.settled.get(key);
    if (there || key === undefined || course.settled.size >= mostOutcomes) return there;
    const all = this.#with(attributes, ends);
    const made = { duration: this.#duration.bind(all), ended: this.#ended?.bind(all) };
    course.settled.set(key, made);
    return made;
  }

  #recordTo({ duration, ended }: Settled, { began }: Going): void {
    duration.record((performance.now() - began) / 1000);
    ended?.add(1);
  }

  #record({ attributes, began }: Going, ends: NonNullable<Ends>): void {
    const all = this.#with(attributes, ends);
    this.#duration.record((performance.now() - began) / 1000, all);
    this.#ended?.add(1, all);
  }

  #with(attributes: Given, ends: NonNullable<Ends>): Given {
    return { ...this.#activity.constant, ...attributes, ...ends };
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && typeof Reflect.get(value, 'then') === 'function';
}
