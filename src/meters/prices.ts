/** What a model's tokens cost, in dollars for `per` of them. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Input tokens read from a cache, and written to one; unset, they cost what input does. */
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  /** Unset, a million. */
  readonly per?: number;
}

const fields: ReadonlySet<string> = new Set(['input', 'output', 'cacheRead', 'cacheWrite', 'per']);
const aMillion = 1_000_000;

/** Prices by model: exact names, and beginnings that end in `*`, of which the longest counts. */
export class Prices {
  readonly #exact = new Map<string, Price>();
  readonly #beginnings: (readonly [beginning: string, price: Price])[] = [];

  constructor(models: Readonly<Record<string, Price>>) {
    for (const [name, price] of Object.entries(models))
      if (name.endsWith('*')) this.#beginnings.push([name.slice(0, -1), price]);
      else this.#exact.set(name, price);
    this.#beginnings.sort(([a], [b]) => b.length - a.length);
  }

  get size(): number {
    return this.#exact.size + this.#beginnings.length;
  }

  of(model: string | undefined): Price | undefined {
    if (model === undefined) return undefined;
    return this.#exact.get(model) ?? this.#beginnings.find(([beginning]) => model.startsWith(beginning))?.[1];
  }
}

/** The tokens of a call; what was read from a cache or written to one is among the input, thinking among the output. */
export interface Tokens {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
}

const counted = (tokens: number | undefined): number => (tokens !== undefined && Number.isFinite(tokens) && tokens > 0 ? tokens : 0);

export function costOf(price: Price, tokens: Tokens): number {
  const { cacheRead = price.input, cacheWrite = price.input, per = aMillion } = price;
  const read = counted(tokens.cacheRead);
  const written = counted(tokens.cacheWrite);
  const fresh = Math.max(0, counted(tokens.input) - read - written);
  return (fresh * price.input + read * cacheRead + written * cacheWrite + counted(tokens.output) * price.output) / per;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;

function* wrongFields(where: string, price: Readonly<Record<string, unknown>>): Generator<string> {
  for (const name of ['input', 'output']) if (!(name in price)) yield `${where}.${name} is missing`;
  for (const [name, value] of Object.entries(price)) {
    if (!fields.has(name)) yield `${where}.${name} is unknown`;
    else if (!isAmount(value) || (name === 'per' && value === 0)) yield `${where}.${name}: ${JSON.stringify(value)} is not a price`;
  }
}

function* wrongModels(models: Readonly<Record<string, unknown>>): Generator<string> {
  for (const [model, price] of Object.entries(models)) {
    const where = `models.${JSON.stringify(model)}`;
    if (model === '' || model.slice(0, -1).includes('*')) yield `${where}: a name, or the beginning of one and a "*" at its end`;
    if (isMap(price)) yield* wrongFields(where, price);
    else yield `${where} is not an object`;
  }
}

function* wrongTable({ currency, models, ...rest }: Readonly<Record<string, unknown>>): Generator<string> {
  for (const name of Object.keys(rest)) yield `${name} is unknown`;
  if (currency !== 'USD') yield `currency: ${JSON.stringify(currency)} is not "USD"`;
  if (isMap(models)) yield* wrongModels(models);
  else yield 'models is not an object';
}

/**
 * Reads the text of a price table.
 * @throws Error that lists everything that is wrong with it
 */
export function parsePrices(text: string): Prices {
  const table: unknown = JSON.parse(text);
  const wrong = isMap(table) ? [...wrongTable(table)] : ['it is not an object'];
  if (wrong.length > 0) throw new Error(wrong.join('; '));
  return new Prices((table as { models: Record<string, Price> }).models);
}
