import { defaultMaxLines, seriesLimit } from '../catalogue/budget.ts';
import type { Definition } from '../catalogue/define.ts';
import { Budget } from './budget.ts';
import { DeclaredSeries } from './declared-series.ts';
import { Gauge } from './gauge.ts';
import { Histogram } from './histogram.ts';
import { type Facts, Instrument, type Scope } from './instrument.ts';
import { OpenSeries } from './open-series.ts';
import type { Room, Series } from './series.ts';
import { Sum, Updown } from './sum.ts';
import { Summary, SummaryCell } from './summary.ts';

export interface StoreOptions {
  readonly maxLines?: number;
  /** Milliseconds that never go back. */
  readonly clock?: () => number;
}

interface Declaring {
  readonly scope: Scope;
  /** Beyond the budget: what the pipeline says about itself must be there when the budget is spent. */
  readonly exempt?: boolean;
}

/** Series by definition and attributes: recordings are written into it, expositions read it. */
export class Store {
  readonly budget: Budget;
  readonly #exempt = new Budget(Number.POSITIVE_INFINITY);
  readonly #clock: () => number;
  readonly #instruments = new Map<string, Instrument>();
  /** By their definitions: readings ask for theirs at every scrape. */
  readonly #declared = new Map<Definition, Instrument>();

  constructor({ maxLines = defaultMaxLines, clock = () => performance.now() }: StoreOptions = {}) {
    this.budget = new Budget(maxLines);
    this.#clock = clock;
  }

  get instruments(): Iterable<Instrument> {
    return this.#instruments.values();
  }

  /** The instrument of a definition: its cells are found by its declared keys. */
  declare(definition: Definition, { scope, exempt = false }: Declaring): Instrument {
    const there = this.#declared.get(definition);
    if (there?.facts.scope === scope && (there.isKept || !exempt)) return there;
    const { kind, name, unit, means, buckets, quantiles, attributes } = definition;
    const facts = { scope, kind, name, unit, means, buckets, quantiles };
    const instrument = this.#keep(
      `declared ${idOf(facts)}`,
      facts,
      (room) => new DeclaredSeries(attributes, { ...room, budget: exempt ? this.#exempt : this.budget, limit: seriesLimit(definition) }),
    );
    instrument.isKept ||= exempt;
    this.#declared.set(definition, instrument);
    return instrument;
  }

  /** The instrument of a scope that nobody declared; a second call with the same identity gives the same one. */
  open(facts: Facts, limit?: number): Instrument {
    return this.#keep(idOf(facts), facts, (room) => new OpenSeries({ ...room, limit }));
  }

  /** Forgets every series; handles find theirs again. */
  reset(): void {
    for (const instrument of this.instruments) instrument.reset();
  }

  /** Brings up to date what depends on the time of reading. */
  refresh(): void {
    for (const instrument of this.instruments) if (instrument instanceof Summary) instrument.refresh();
  }

  #keep(id: string, facts: Facts, seriesIn: (room: Room) => Series): Instrument {
    const there = this.#instruments.get(id);
    if (there) return there;
    const room = { budget: this.budget, width: Instrument.width(facts), lines: Instrument.lines(facts) };
    const made = this.#make(facts, seriesIn(facts.kind === 'summary' ? { ...room, CellType: SummaryCell } : room));
    this.#instruments.set(id, made);
    return made;
  }

  #make(facts: Facts, series: Series): Instrument {
    if (facts.kind === 'counter') return new Sum(facts, series);
    if (facts.kind === 'updown') return new Updown(facts, series);
    if (facts.kind === 'histogram') return new Histogram(facts, series);
    return facts.kind === 'summary' ? new Summary(facts, series, this.#clock) : new Gauge(facts, series);
  }
}

function idOf({ scope, name, kind, unit, whole, observed }: Facts): string {
  const { name: scopeName, version = '', schemaUrl = '' } = scope;
  return JSON.stringify([scopeName, version, schemaUrl, name, kind, unit, whole === true, observed === true]);
}
