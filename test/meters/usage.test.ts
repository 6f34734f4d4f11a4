import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { meters, readMetrics, reset } from '../../src/index.ts';
import { costOf, parsePrices } from '../../src/meters/prices.ts';
import { setPrices } from '../../src/meters/usage.ts';
import { PriceFile } from '../../src/price-file.ts';
import { logged } from '../support.ts';

const table = (models: object): string => JSON.stringify({ currency: 'USD', models });
const gpt = { input: 1.25, output: 10, cacheRead: 0.125 };
const { tokens, cost, unpriced } = catalogue.agent;
const record = (model?: string, response?: string): void =>
  meters.agent.usage.record({
    provider: 'openai',
    model,
    response,
    name: 'planner',
    input: 1000,
    output: 100,
    cacheRead: 400,
    reasoning: 60,
  });
const numbers = (definition: typeof cost | typeof unpriced): number[] => readMetrics(definition).map(({ value }) => value);

describe('a price table', () => {
  it('knows exact names, and beginnings, of which the longest counts', () => {
    const prices = parsePrices(
      table({ 'gpt-5': gpt, 'gpt-*': { input: 2, output: 2 }, '*': { input: 3, output: 3 }, 'gpt-5-m*': { input: 4, output: 4 } }),
    );
    assert.deepEqual(
      ['gpt-5', 'gpt-5-mini', 'gpt-4', 'claude', undefined].map((model) => prices.of(model)?.input),
      [1.25, 4, 2, 3, undefined],
    );
    assert.equal(parsePrices(table({ 'gpt-5': gpt })).of('gpt-5-mini'), undefined);
    assert.equal(parsePrices(table({})).of('constructor'), undefined);
  });

  it('prices what is cached by itself, or as input', () => {
    assert.equal(costOf(gpt, { input: 1000, output: 100, cacheRead: 400 }), (600 * 1.25 + 400 * 0.125 + 100 * 10) / 1e6);
    assert.equal(costOf({ input: 1, output: 2, per: 1000 }, { input: 1000, cacheWrite: 500, output: 1000 }), 3);
    assert.equal(costOf({ input: 1, output: 2, cacheWrite: 4, per: 1 }, { input: 10, cacheWrite: 4 }), 22);
    assert.equal(costOf(gpt, { input: Number.NaN, output: -5 }), 0);
  });

  it('is refused with everything that is wrong', () => {
    const wrong = { currency: 'EUR', extra: 1, models: { 'a*b': { input: -1, output: 1 }, c: { input: '1', per: 0, tax: 1 }, d: 7 } };
    assert.throws(() => parsePrices(JSON.stringify(wrong)), {
      message: [
        'extra is unknown',
        'currency: "EUR" is not "USD"',
        'models."a*b": a name, or the beginning of one and a "*" at its end',
        'models."a*b".input: -1 is not a price',
        'models."c".output is missing',
        'models."c".input: "1" is not a price',
        'models."c".per: 0 is not a price',
        'models."c".tax is unknown',
        'models."d" is not an object',
      ].join('; '),
    });
    for (const text of ['', '[]', 'null', '{"currency":"USD"}']) assert.throws(() => parsePrices(text));
  });
});

describe('the usage of a model', () => {
  beforeEach(reset);
  afterEach(() => setPrices(undefined));

  it('is counted by provider, model and agent', () => {
    record('gpt-5');
    record('gpt-5');
    const attributes = { 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-5', 'gen_ai.agent.name': 'planner' };
    assert.deepEqual(readMetrics(tokens.input), [{ attributes, value: 2000 }]);
    assert.deepEqual(
      [tokens.output, tokens.cacheRead, tokens.reasoning].map((each) => readMetrics(each)[0]?.value),
      [200, 800, 120],
    );
    assert.deepEqual(readMetrics(tokens.cacheWrite), []);
  });

  it('has no price where nobody asked for one', () => {
    record('gpt-5');
    assert.deepEqual([numbers(cost), numbers(unpriced)], [[], []]);
  });

  it('costs what the table says, by the model asked for or the one that answered, and is never guessed', () => {
    setPrices(parsePrices(table({ 'gpt-5': gpt })));
    record('gpt-5');
    record('deployment-7', 'gpt-5');
    record('gpt-6');
    record();
    assert.deepEqual(
      numbers(cost).map((each) => each.toFixed(6)),
      ['0.001800', '0.001800'],
    );
    assert.deepEqual(numbers(unpriced), [1, 1]);
  });
});

describe('the file of prices', () => {
  let folder: string;
  let file: PriceFile | undefined;
  const path = (): string => join(folder, 'prices.json');
  let seconds = 1;
  const put = (text: string): void => {
    writeFileSync(path(), text);
    utimesSync(path(), seconds, seconds++);
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'autonomica-prices-'));
  });
  beforeEach(reset);
  afterEach(() => file?.stop());
  after(() => rmSync(folder, { recursive: true }));

  it('that is no file is not read', async () => {
    const told = await logged(() => {
      file = new PriceFile(folder, 60_000);
    });
    assert.match(told.join(), /unpriced: it is not a file of at most 1048576 bytes$/);
  });

  it('that is missing or wrong is told once, and everything is unpriced; it is read again when it changes', async () => {
    const told = await logged(async () => {
      file = new PriceFile(path(), 60_000);
      await file.refresh();
      record('gpt-5');
      put('{}');
      await file.refresh();
      await file.refresh();
      record('gpt-5');
      put(table({ 'gpt-5': gpt }));
      await file.refresh();
      await file.refresh();
      record('gpt-5');
      rmSync(path());
      await file.refresh();
      await file.refresh();
      record('gpt-5');
    });
    const [missing, wrong, used, gone, ...more] = told;
    assert.match(missing ?? '', /prices\.json can not be used, calls of models count as unpriced: ENOENT/);
    assert.match(wrong ?? '', /unpriced: currency: undefined is not "USD"; models is not an object$/);
    assert.match(used ?? '', /prices\.json are used$/);
    assert.match(gone ?? '', /ENOENT/);
    assert.deepEqual(more, []);
    assert.deepEqual([numbers(cost).length, numbers(unpriced)], [1, [3]]);
  });
});
