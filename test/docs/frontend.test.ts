import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { folding, other } from '../../src/beacon/names.ts';
import { checked } from '../../src/beacon/options.ts';
import { statuses } from '../../src/beacon/refusal.ts';
import { withFrameworks } from '../e2e/applications.ts';
import { ask } from '../e2e/client.ts';
import { eventually } from '../e2e/eventually.ts';
import { has, Prometheus } from '../e2e/prometheus.ts';
import { environment, run } from '../e2e/scratch.ts';
import { type Service, services } from '../e2e/service.ts';
import { assertPrinted, blocksOf, codeIn, freePort, outputOf, rowsOf, textOf, write } from '../pages.ts';

const page = 'docs/integrate-frontend.md';
const [{ text: sent } = { text: '' }] = blocksOf(page).filter(({ info }) => info === 'sh run=send');

describe(`${page}: the beacon`, () => {
  const start = services();
  let folder: string;
  before(async function () {
    this.timeout(180_000);
    folder = join(await withFrameworks(), 'frontend');
    mkdirSync(folder, { recursive: true });
    write(page, folder);
  });

  /** Starts a program of the page, and sends to it what the page sends. */
  async function sentTo(file: string): Promise<Service> {
    const port = String(await freePort());
    const service = start({ cwd: folder, file, flag: '--require', env: { PORT: port } });
    await eventually(async () => assert.equal((await ask(`http://127.0.0.1:${port}/elsewhere`)).status, 404));
    const { code, stdout, stderr } = await run('sh', ['-c', sent.replace(':3000', `:${port}`)], folder, environment);
    assert.deepEqual([code, stdout], [0, ''], stderr);
    return service;
  }

  for (const file of ['express.mjs', 'fastify.mjs', 'koa.mjs', 'hapi.mjs', 'nest.mjs', 'http.mjs', 'hono.mjs'])
    it(`${file} records what a page sends, and prints what the page shows`, async () => {
      const service = await sentTo(file);
      assertPrinted(outputOf(page), await service.scrape());
    });

  it('is started as the page says', () =>
    assert.deepEqual(
      blocksOf(page).flatMap(({ info, text }) => (info === 'sh' ? [text] : [])),
      ['npm i @autonomica/metrics\n', 'node --require @autonomica/metrics/instrumentation express.mjs\n'],
    ));

  it('has every option, and every reason of a refusal with its status', () => {
    const options = rowsOf(page, 'Names').flatMap(([option = '']) => codeIn(option));
    const known = { origins: ['https://app.example.com'], pages: ['/'], actions: ['a'], routes: ['/'], errors: ['E'], apps: ['a'] };
    assert.deepEqual(options.toSorted(), Object.keys(checked({ ...known, rate: {}, trustedHops: 0 })).toSorted());
    const reasons = rowsOf(page, 'Anyone can post').flatMap(([names = '', codes = '']) => {
      const answered = codes.split(', ').map(Number);
      return codeIn(names).map((name, i) => [name, answered[i] ?? answered[0]]);
    });
    const told = Object.entries(statuses).map(([reason, status]) => [reason, reason === 'aborted' ? Number.NaN : status]);
    assert.deepEqual(new Map(reasons as [string, number][]), new Map(told as [string, number][]));
    assert.ok(textOf('README.md').includes(`(${page})`));
  });

  it('shows an expression that reads each name in one way, for one that does so in many', () => {
    const [many, one] = ['([a-z]+-?)+', '[a-z]+(-[a-z]+)*'].map((source) => {
      assert.ok(textOf(page).includes(`\`/${source}/\``), source);
      return folding(new RegExp(source));
    });
    const names = fc.stringMatching(/^[a-z-]{1,12}$/).filter((name) => !name.endsWith('-'));
    fc.assert(fc.property(names, (name) => assert.equal(one?.(name), many?.(name))));
    // reading this one in many ways ends in no time that a test has
    assert.equal(one?.(`${'a'.repeat(99)}!`), other);
  });

  it('its graphs, in Prometheus (Debian package prometheus)', async function () {
    if (!has('prometheus')) this.skip();
    const service = await sentTo('express.mjs');
    const prometheus = await Prometheus.scraping(new URL(await service.address()).port);
    const queries = blocksOf(page).flatMap(({ info, text }) => (info === 'promql' ? [text.trim()] : []));
    assert.equal(queries.length, 3);
    try {
      await eventually(async () => {
        for (const query of queries) assert.ok((await prometheus.query(query)).length > 0, query);
      }, 40_000);
    } finally {
      await prometheus.stop();
    }
  });
});
