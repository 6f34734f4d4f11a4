import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../e2e/eventually.ts';
import { has, Prometheus } from '../e2e/prometheus.ts';
import { project, run } from '../e2e/scratch.ts';
import { type Service, services } from '../e2e/service.ts';
import { assertPrinted, blocksOf, outputOf, write } from '../pages.ts';

const pages = [
  { page: 'docs/integrate-worker.md', file: 'worker.mjs', env: {}, graphs: 5 },
  { page: 'docs/integrate-agent.md', file: 'agent.mjs', env: { AUTONOMICA_METRICS_PRICES: 'prices.json' }, graphs: 6 },
] as const;

/** Calls what the pages show as an application would, and prints what was recorded. */
const caller = `import { EventEmitter } from 'node:events';
import { readMetrics } from '@autonomica/metrics';
import { consume } from './consume.mjs';
import { convert } from './convert.mjs';
import { ask, send } from './tasks.mjs';

for (const [event, attempts] of [['done', 1], ['error', 1], ['error', 3]]) {
  const message = Object.assign(new EventEmitter(), { attempts });
  consume(message);
  message.emit(event, new RangeError('secret'));
}
convert({ resize: () => 1 });
try { convert({}); } catch {}
await send({ send: async () => 1 });
await ask({ ask: async () => ({ input: 7, output: 3 }) }, 'secret');
process.emit('warning', new TypeError('secret'));
const of = (metric) => metric.points.map(({ attributes, value }) => [...Object.values(attributes), value].join(' '));
const all = readMetrics();
for (const name of ['autonomica.tasks', 'gen_ai.client.inference.usage.input_tokens', 'autonomica.errors'])
  console.log(of(all.find((metric) => metric.name === name)).join('\\n'));
`;

describe('docs/integrate-worker.md and docs/integrate-agent.md', () => {
  const start = services();
  let folder: string;
  before(async function () {
    this.timeout(60_000);
    folder = join(await project(), 'tasks');
    mkdirSync(folder, { recursive: true });
    for (const page of ['README.md', ...pages.map((each) => each.page)]) write(page, folder);
  });

  const begin = ({ file, env }: (typeof pages)[number]): Service => start({ cwd: folder, file, flag: '--require', env });

  for (const each of pages) {
    const { page, file } = each;

    it(`${file} is started as the page says`, () =>
      assert.deepEqual(
        blocksOf(page)
          .filter(({ info }) => info === 'sh')
          .map(({ text }) => text),
        [
          'npm i @autonomica/metrics\n',
          `${Object.entries(each.env)
            .map(([name, value]) => `${name}=${value} `)
            .join('')}node --require @autonomica/metrics/instrumentation ${file}\ncurl localhost:9464/metrics\n`,
        ],
      ));

    it(`${file} prints what the page shows`, async () => {
      const service = begin(each);
      await eventually(async () => assertPrinted(outputOf(page, file), await service.scrape()), 20_000);
    });

    it(`${page}: its graphs, in Prometheus (Debian package prometheus)`, async function () {
      if (!has('prometheus')) this.skip();
      const service = begin(each);
      const prometheus = await Prometheus.scraping(new URL(await service.address()).port);
      const queries = blocksOf(page).flatMap(({ info, text }) => (info === 'promql' ? [text.trim()] : []));
      assert.ok(queries.length >= each.graphs);
      try {
        await eventually(async () => {
          for (const query of queries) {
            const found = await prometheus.query(query);
            assert.ok(found.length > 0 && found.every(({ value: [, value] }) => Number.isFinite(Number(value))), query);
          }
        }, 40_000);
      } finally {
        await prometheus.stop();
      }
    });
  }

  it('agent.mjs: what a run costs is what the page says that it costs', async () => {
    const service = begin(pages[1]);
    await eventually(async () => {
      const text = await service.scrape();
      const numberOf = (line: RegExp): number => Number(line.exec(text)?.[1]);
      const calls = numberOf(/^gen_ai_client_inference_usage_output_tokens_total\{.*"gpt-5"\} (\S+)$/m) / 100;
      const cost = numberOf(/^autonomica_gen_ai_cost_total\{.*\} (\S+)$/m);
      assert.ok(calls > 0);
      assert.ok(Math.abs(cost - calls * ((600 * 1.25 + 400 * 0.125 + 100 * 10) / 1e6)) < 1e-9, `${cost} for ${calls}`);
      assert.equal(numberOf(/^autonomica_gen_ai_unpriced_total\{.*"gpt-5-mini"\} (\S+)$/m) > 0, true);
      assert.doesNotMatch(text, /^autonomica_gen_ai_cost_total\{.*gpt-5-mini/m);
    }, 20_000);
    await eventually(async () => {
      const line = /^autonomica_agent_run_longest_age_seconds\{autonomica_agent_type="research",gen_ai_agent_name="planner"\} (\S+)$/m;
      assert.ok(Number(line.exec(await service.scrape())?.[1]) > 0);
    }, 20_000);
  });

  it('what is called within an application records as the pages say', async () => {
    writeFileSync(join(folder, 'caller.mjs'), caller);
    const { stdout, stderr } = await run(process.execPath, ['caller.mjs'], folder);
    assert.deepEqual(
      stdout.trim().split('\n'),
      [
        'amqp mail completed 1',
        'amqp mail retried 1',
        'amqp mail failed 1',
        'images completed 1',
        'images failed 1',
        'mail letter completed 1',
        'openai gpt-5 7',
        'runtime TypeError 1',
      ],
      stderr,
    );
  });
});
