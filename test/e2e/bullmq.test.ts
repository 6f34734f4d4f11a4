import assert from 'node:assert/strict';
import { eventually, within } from './eventually.ts';
import { points, valueOf } from './points.ts';
import { has } from './prometheus.ts';
import { redises } from './redis.ts';
import { project } from './scratch.ts';
import { type Flag, type Service, services } from './service.ts';

const withBullmq = (): Promise<string> => project('bullmq@6.7.0', 'ioredis@6.0.0');
const withTelemetry = (): Promise<string> => project('bullmq@6.7.0', 'ioredis@6.0.0', 'bullmq-otel@2.0.1', '@opentelemetry/api@1.10.0');
const withBullmq5 = (): Promise<string> => project('bullmq@5.6.0');
const env = { AUTONOMICA_METRICS_SAMPLE_INTERVAL: '100' };

/** A metric's values by its labels, without those that all of them have: `mail ok completed`. */
function table(text: string, name: string, ...labels: readonly string[]): Readonly<Record<string, number>> {
  const rows = points(text, name).map(({ labels: all, value }): [string, number] => {
    assert.equal(all['messaging_system'], 'bullmq');
    return [labels.map((label) => all[label] ?? '-').join(' '), value];
  });
  return Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const queue = 'messaging_destination_name';
const type = 'autonomica_task_type';
const outcome = 'autonomica_task_outcome';
const priority = 'autonomica_task_priority';
const lineAbout = (service: Service, what: string): readonly string[] => service.said.filter((line) => line.includes(what));

const finished = {
  'flow parent completed': 1,
  'mail broken failed': 1,
  'mail cancel cancelled': 1,
  'mail child completed': 2,
  'mail fatal failed': 1,
  'mail flaky completed': 1,
  'mail later completed': 1,
  'mail ok completed': 6,
  'ticks tick completed': 2,
};
const firsts = {
  'flow parent -': 1,
  'mail broken -': 1,
  'mail cancel -': 1,
  'mail child -': 2,
  'mail fatal -': 1,
  'mail flaky -': 1,
  'mail hold -': 1,
  'mail later -': 1,
  'mail ok -': 3,
  'mail ok high': 1,
  'mail ok low': 1,
  'mail ok normal': 1,
  'ticks tick -': 2,
};

/** While one job is held and all others have ended. */
function held(text: string): void {
  assert.deepEqual(table(text, 'autonomica_tasks_total', queue, type, priority, outcome), {
    'flow parent - completed': 1,
    'mail broken - failed': 1,
    'mail broken - retried': 1,
    'mail cancel - cancelled': 1,
    'mail child - completed': 2,
    'mail fatal - failed': 1,
    'mail flaky - completed': 1,
    'mail flaky - retried': 1,
    'mail later - completed': 1,
    'mail ok - completed': 3,
    'mail ok high completed': 1,
    'mail ok low completed': 1,
    'mail ok normal completed': 1,
    'ticks tick - completed': 2,
  });
  const durations = table(text, 'messaging_process_duration_seconds', queue, type, outcome, 'error_type', 'messaging_operation_name');
  assert.deepEqual(durations, {
    'flow parent completed - process': 1,
    'mail broken failed TypeError process': 1,
    'mail broken retried TypeError process': 1,
    'mail cancel cancelled Error process': 1,
    'mail child completed - process': 2,
    'mail fatal failed UnrecoverableError process': 1,
    'mail flaky completed - process': 1,
    'mail flaky retried RangeError process': 1,
    'mail later completed - process': 1,
    'mail ok completed - process': 6,
    'ticks tick completed - process': 2,
  });
  assert.deepEqual(table(text, 'autonomica_task_latency_seconds', queue, type, outcome), finished);
  assert.deepEqual(table(text, 'autonomica_task_attempts', queue, type, outcome), finished);
  assert.deepEqual(table(text, 'autonomica_task_wait_duration_seconds', queue, type, priority), firsts);
  assert.deepEqual(table(text, 'autonomica_schedule_lag_seconds', queue, type), { 'ticks tick': 2 });
  assert.equal(valueOf(text, 'autonomica_task_active', { [queue]: 'mail', [type]: 'hold' }), 1);
  assert.ok(valueOf(text, 'autonomica_task_longest_age_seconds', { [queue]: 'mail' }) > 0);
  assert.deepEqual(table(text, 'autonomica_worker_slot_usage', queue), { flow: 0, mail: 1, ticks: 0 });
  assert.deepEqual(table(text, 'autonomica_worker_slot_limit', queue), { flow: 1, mail: 5, ticks: 1 });
  waiting(text);
}

/** What the brokers say of the queues, of those too that have nobody but workers. */
function waiting(text: string): void {
  const sizes = table(text, 'autonomica_queue_size', queue, 'autonomica_task_state', priority);
  const seen = Object.fromEntries(Object.entries(sizes).filter(([, value]) => value > 0));
  assert.deepEqual(seen, {
    'flow completed -': 1,
    'mail active -': 1,
    'mail completed -': 10,
    'mail failed -': 3,
    'pile blocked -': 1,
    'pile delayed -': 1,
    'pile waiting -': 3,
    'pile waiting high': 1,
    'pile waiting low': 2,
    'pile waiting normal': 1,
    'ticks completed -': 2,
  });
  assert.equal(sizes['mail waiting high'] ?? 0, 0);
  assert.deepEqual(table(text, 'autonomica_queue_paused', queue), { flow: 0, mail: 0, pile: 1, ticks: 0 });
  assert.deepEqual(table(text, 'autonomica_broker_up', queue), { flow: 1, mail: 1, pile: 1, ticks: 1 });
  const ages = table(text, 'autonomica_queue_oldest_task_age_seconds', queue);
  assert.ok((ages['pile'] ?? 0) > 0 && (ages['pile'] ?? 0) < 60, JSON.stringify(ages));
  assert.deepEqual({ ...ages, pile: 0 }, { flow: 0, mail: 0, pile: 0, ticks: 0 });
}

describe('BullMQ, with a real Redis (Debian package redis-server)', () => {
  before(function () {
    if (!has('redis-server')) this.skip();
  });
  const start = services();
  const redis = redises();

  const saw = async (service: Service): Promise<string> => (await service.printed(/^seen .*$/m))[0];
  const ends = async (service: Service): Promise<void> => {
    service.child.stdin?.write('release');
    service.child.stdin?.end();
    await service.printed(/^closed$/m);
    assert.deepEqual(await within('its end by itself', service.ended), { code: 0, signal: null });
  };

  const ways: readonly [string, Flag][] = [
    ['bullmq.cjs', '--require'],
    ['bullmq.mjs', '--require'],
    ['bullmq.mjs', '--import'],
  ];
  for (const [file, flag] of ways)
    it(`is measured, and results, events, errors and the end are as without us: ${file}, ${flag}`, async () => {
      const cwd = await withBullmq();
      const [ours, other] = [await redis(), await redis()];
      const bare = start({ cwd, file, args: [String(other.port)] });
      const service = start({ cwd, file, args: [String(ours.port)], flag, env });
      assert.equal(await saw(service), await saw(bare));
      await eventually(async () => held(await service.scrape()));
      assert.deepEqual(lineAbout(service, 'bullmq'), []);
      await Promise.all([ends(service), ends(bare)]);
      assert.equal(service.said.filter((line) => !/serving|OTEL_|instead/.test(line)).join('\n'), '');
    });

  it('counts each job once beside bullmq-otel, which keeps names of its own', async () => {
    const { port } = await redis();
    const service = start({ cwd: await withTelemetry(), file: 'bullmq-otel.cjs', args: [String(port)], flag: '--require', env });
    await service.printed(/^ended$/m);
    await eventually(async () => {
      const text = await service.scrape();
      assert.deepEqual(table(text, 'autonomica_tasks_total', queue, type, outcome), { 'told job completed': 16, 'told job failed': 4 });
      assert.deepEqual(table(text, 'messaging_process_duration_seconds', queue, outcome), { 'told completed': 16, 'told failed': 4 });
      const theirs = (name: string): number => points(text, name).reduce((sum, { value }) => sum + value, 0);
      assert.deepEqual([theirs('bullmq_jobs_completed_total'), theirs('bullmq_jobs_failed_total')], [16, 4]);
    });
    service.child.stdin?.end();
    assert.deepEqual(await within('its end by itself', service.ended), { code: 0, signal: null });
  });

  it('counts a job whose worker was killed as stalled, and as completed by the one that takes it over', async () => {
    const cwd = await withBullmq();
    const { port } = await redis();
    const starting = { cwd, file: 'bullmq-hangs.cjs', flag: '--require', env } as const;
    const first = start({ ...starting, args: [String(port), 'first'] });
    await first.printed(/^active$/m);
    assert.equal(valueOf(await first.scrape(), 'autonomica_task_active', { [queue]: 'stalls' }), 1);
    first.kill('SIGKILL');
    const second = start({ ...starting, args: [String(port), 'second'] });
    await second.printed(/^completed$/m);
    const text = await second.scrape();
    assert.deepEqual(table(text, 'autonomica_task_stalls_total', queue), { stalls: 1 });
    assert.deepEqual(table(text, 'autonomica_tasks_total', queue, type, outcome), { 'stalls long completed': 1 });
    assert.deepEqual(table(text, 'autonomica_task_wait_duration_seconds', queue), {});
    assert.equal(valueOf(text, 'autonomica_task_active', { [queue]: 'stalls' }), 0);
    second.child.stdin?.end();
    assert.deepEqual(await within('its end by itself', second.ended), { code: 0, signal: null });
  });

  it('ends what a job put back, what another worker took, and what a worker left that was closed by force', async () => {
    const { port } = await redis();
    const service = start({ cwd: await withBullmq(), file: 'bullmq-odd.cjs', args: [String(port)], flag: '--require', env });
    await service.printed(/^odd$/m);
    const text = await eventually(async () => {
      const scraped = await service.scrape();
      assert.deepEqual(table(scraped, 'autonomica_worker_slot_usage', queue), { back: 0, lost: 0 });
      return scraped;
    });
    assert.deepEqual(table(text, 'autonomica_worker_slot_limit', queue), { back: 1, lost: 2 });
    assert.deepEqual(table(text, 'autonomica_tasks_total', queue, type, outcome), {
      'back again completed': 1,
      'back again retried': 1,
      'forced stuck retried': 1,
      'late fetched retried': 1,
      'lost late completed': 1,
      'lost late retried': 1,
    });
    assert.deepEqual(table(text, 'autonomica_task_active', queue), { back: 0, forced: 0, late: 0, lost: 0 });
    assert.deepEqual(table(text, 'autonomica_task_stalls_total', queue), { lost: 1 });
    assert.deepEqual(table(text, 'autonomica_task_wait_duration_seconds', queue), { back: 1, forced: 1, late: 1, lost: 1 });
    service.child.stdin?.end();
    assert.deepEqual(await within('its end by itself', service.ended), { code: 0, signal: null });
  });

  it('says when the broker is gone, hangs and is back, once each, and scrapes are answered all the while', async () => {
    const cwd = await withBullmq();
    const broker = await redis();
    const service = start({ cwd, file: 'bullmq-waits.cjs', args: [String(broker.port)], flag: '--require', env });
    await service.printed(/^added$/m);
    const sees = (up: number, sizes: number): Promise<void> =>
      eventually(async () => {
        const text = await service.scrape();
        assert.deepEqual(table(text, 'autonomica_broker_up', queue), { waits: up });
        assert.equal(valueOf(text, 'autonomica_queue_size', { autonomica_task_state: 'waiting' }), sizes);
      });
    await sees(1, 1);
    await broker.stop();
    await sees(0, 0);
    assert.deepEqual(points(await service.scrape(), 'autonomica_queue_size'), []);
    await broker.start();
    await sees(1, 0);
    broker.signal('SIGSTOP');
    await sees(0, 0);
    broker.signal('SIGCONT');
    await sees(1, 0);
    const said = lineAbout(service, 'bullmq').map((line) => line.replace('@autonomica/metrics: the bullmq broker ', ''));
    assert.match(said[0] ?? '', /^does not answer for queue "waits": /);
    assert.deepEqual(said.slice(1), ['answers again', 'does not answer for queue "waits": no answer within 2000 ms', 'answers again']);
  });

  it('at a version that is not known is left alone, which is said once', async () => {
    const { port } = await redis();
    const service = start({ cwd: await withBullmq5(), file: 'bullmq-plain.cjs', args: [String(port)], flag: '--require', env });
    await service.printed(/^done$/m);
    assert.deepEqual(await within('its end by itself', service.ended), { code: 0, signal: null });
    assert.deepEqual(lineAbout(service, 'bullmq'), ['@autonomica/metrics: bullmq 5.6.0 is not known: its tasks are not measured']);
  });
});
