import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { type DatabaseServer, postgres, postgresPrograms } from './database-server.ts';
import { eventually } from './eventually.ts';
import { type Point, points, valueOf } from './points.ts';
import { project } from './scratch.ts';
import { type Service, services } from './service.ts';

const counts = { 'batch completed': 1, 'batch failed': 2, 'done completed': 3, 'gone cancelled': 1, 'later completed': 1 };
const outcomes = { ...counts, 'orders completed': 1, 'orders failed': 1, 'orders retried': 2, 'told completed': 1 };
const { 'gone cancelled': _, 'orders retried': __, ...final } = outcomes;

const byName = (entries: readonly (readonly [string, number])[]): Readonly<Record<string, number>> =>
  Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** The values of a metric by queue and these labels; what is 0 is left out. */
function by(text: string, name: string, ...labels: string[]): Readonly<Record<string, number>> {
  const all = points(text, name).filter(({ value }) => value !== 0);
  const key = ({ labels: has }: Point): string => ['messaging_destination_name', ...labels].map((label) => has[label] ?? '-').join(' ');
  for (const { labels: has } of all) assert.equal(has['messaging_system'], 'pg-boss');
  return byName(all.map((point) => [key(point), point.value]));
}

const sumOf = (text: string, name: string, ...labels: string[]): number => {
  const line = text.split('\n').find((each) => each.startsWith(`${name}_sum{`) && labels.every((label) => each.includes(label)));
  return Number(line?.split(' ').at(-1));
};

describe('jobs of pg-boss (apt-get install postgresql)', () => {
  const start = services();
  let server: DatabaseServer;
  let cwd: string;
  before(async function () {
    if (!postgresPrograms()) this.skip();
    server = await postgres();
    cwd = await project('pg-boss@12.38.0', '@opentelemetry/api@1.10.0');
  });
  after(() => server?.stop());

  const saw = (service: Service): Promise<string> =>
    eventually(() => {
      const [line] = /^\[.*\]$/m.exec(service.stdout) ?? assert.fail(service.stdout + service.stderr.slice(-2000));
      return line;
    }, 20_000);

  for (const module of ['cjs', 'mjs'])
    it(`are counted once each, by how each attempt ended, and handled as without us: pg-boss.${module}`, async function () {
      this.timeout(60_000);
      const starting = { cwd, file: `pg-boss.${module}`, env: { AUTONOMICA_METRICS_SAMPLE_INTERVAL: '250' } };
      const bare = start({ ...starting, args: [String(server.port), `bare_${module}`] });
      const service = start({ ...starting, args: [String(server.port), `measured_${module}`], flag: '--require' });
      assert.equal(await saw(service), await saw(bare));
      const text = await eventually(async () => {
        const scraped = await service.scrape();
        assert.deepEqual(by(scraped, 'autonomica_tasks_total', 'autonomica_task_outcome'), outcomes);
        assert.deepEqual(by(scraped, 'autonomica_queue_size', 'autonomica_task_state'), {
          'batch failed': 2,
          'held active': 1,
          'later delayed': 1,
          'letters waiting': 3,
          'orders failed': 1,
        });
        return scraped;
      }, 20_000);
      assert.deepEqual(by(text, 'messaging_process_duration_seconds', 'autonomica_task_outcome'), outcomes);
      assert.deepEqual(by(text, 'autonomica_task_latency_seconds', 'autonomica_task_outcome'), final);
      assert.deepEqual(by(text, 'autonomica_task_attempts', 'autonomica_task_outcome'), final);
      assert.equal(sumOf(text, 'autonomica_task_attempts', '"orders"', '"completed"'), 2);
      assert.equal(sumOf(text, 'autonomica_task_attempts', '"orders"', '"failed"'), 2);
      const waits = { batch: 3, done: 3, gone: 1, held: 1, later: 1, orders: 2, told: 1 };
      assert.deepEqual(by(text, 'autonomica_task_wait_duration_seconds'), waits);
      assert.ok(sumOf(text, 'autonomica_task_wait_duration_seconds', '"later"') < 1.9, 'a delay that was asked for is no wait');
      assert.ok(sumOf(text, 'autonomica_task_latency_seconds', '"later"') >= 1.9);
      assert.deepEqual(by(text, 'autonomica_task_dead_letters_total'), { batch: 2, orders: 1 });
      assert.deepEqual(by(text, 'autonomica_task_active'), { held: 1 });
      assert.deepEqual(Object.keys(by(text, 'autonomica_task_longest_age_seconds')), ['held']);
      assert.deepEqual(Object.keys(by(text, 'autonomica_queue_oldest_task_age_seconds')), ['letters']);
      assert.equal(valueOf(text, 'messaging_process_duration_seconds', { error_type: 'RangeError' }), 1);
      assert.equal(valueOf(text, 'messaging_client_sent_messages_total', { messaging_destination_name: 'done' }), 3);
      assert.equal(valueOf(text, 'messaging_client_consumed_messages_total', { messaging_destination_name: 'orders' }), 4);
      assert.ok(points(text, 'pgboss_queue_jobs').length > 0, 'what pg-boss tells by itself');
      assert.doesNotMatch(text, /secret/);
      assert.doesNotMatch(service.stderr, /hook|fails/);
    });

  it('are left alone at a version that is not known', async () => {
    const old = await project('pg-boss@10.4.2');
    writeFileSync(`${old}/old-boss.cjs`, "require('pg-boss'); console.log('[]'); setInterval(() => {}, 1000)");
    const service = start({ cwd: old, file: 'old-boss.cjs', flag: '--require' });
    await saw(service);
    const said = service.said.filter((line) => line.includes('is not known'));
    assert.deepEqual(said, ['@autonomica/metrics: pg-boss 10.4.2 is not known: its tasks are not measured']);
  });
});
