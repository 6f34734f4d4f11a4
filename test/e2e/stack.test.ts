import assert from 'node:assert/strict';
import { Alertmanager, type Sent, written } from '../monitoring/alertmanager.ts';
import { canMount, Platform } from '../monitoring/platform.ts';
import { deployment, quick } from '../monitoring/receivers.ts';
import { Recipients } from '../monitoring/recipients.ts';
import { Smtp } from '../monitoring/smtp.ts';
import { watching } from '../monitoring/stack.ts';
import { events, hooked, slackTitles, subjects } from '../monitoring/titles.ts';
import { versionsOf } from '../monitoring/versions.ts';
import { eventually } from './eventually.ts';
import { has } from './prometheus.ts';
import { redises } from './redis.ts';
import { services } from './service.ts';

interface Shown extends Sent {
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
}

const includes = (said: readonly string[], ...wanted: readonly RegExp[]): void => {
  for (const each of wanted)
    assert.ok(
      said.some((text) => each.test(text)),
      `no ${String(each)} in\n${said.join('\n')}`,
    );
};

describe('what breaks is told to people, and that it works again', () => {
  const stack = new AsyncDisposableStack();
  after(() => stack.disposeAsync());
  const start = services();
  const redis = redises();
  const [recipients, smtp] = [new Recipients(), new Smtp()];
  const program = versionsOf('prometheus-alertmanager').at(-1);
  const isNew = program !== undefined && !program.version.startsWith('0.25.');
  let platform: Platform;
  let alertmanager: Alertmanager;

  before(async function () {
    if (!program || !['prometheus', 'redis-server', 'unshare'].every(has) || !canMount()) {
      console.log(
        '    install prometheus, prometheus-alertmanager, redis-server and util-linux, and run it where `unshare --mount` may mount',
      );
      this.skip();
    }
    const [url, port, { port: broker }] = await Promise.all([recipients.listen(), smtp.listen(), redis()]);
    stack.defer(async () => void (await Promise.all([recipients.close(), smtp.close()])));
    const yaml = deployment(url, port, isNew);
    platform = new Platform(start, broker);
    alertmanager = await Alertmanager.start(program.path, written(yaml, quick));
    stack.defer(() => alertmanager.stop());
    await platform.begin();
    stack.defer(() => platform.stop());
    const prometheus = await watching(yaml, { ...(await platform.addresses()), alertmanager: alertmanager.url });
    stack.defer(() => prometheus.stop());
    // hurried, a job is absent that Prometheus has not found yet, which takes 5 s
    await eventually(async () => {
      assert.equal((await prometheus.query('up == 1')).length, 6);
      assert.ok((await prometheus.query('queue:autonomica_queue_waiting:max == 0')).length > 0);
      assert.deepEqual(await prometheus.query('ALERTS{alertname=~"(Job|Api|Worker|Agent)Absent|(Target|Worker)Down"}'), []);
      assert.ok(recipients.to('/watchdog').length > 0);
    }, 30_000);
    await platform.break();
  });

  const shown = async (name: string): Promise<readonly Shown[]> =>
    (await alertmanager.get(`/api/v2/alerts?filter=${encodeURIComponent(`alertname="${name}"`)}`)) as readonly Shown[];
  const paged = (): readonly string[] => events(recipients.to('/pagerduty'));
  const posted = (): readonly string[] => hooked(recipients.to('/hook'));
  const chatted = (): readonly string[] => slackTitles(recipients.to('/slack/api'));

  it('a worker is killed: whoever is on call is told of it, not of each of its targets', async () => {
    await eventually(async () => {
      includes(paged(), /^trigger \[critical\] worker: no instance answers \(WorkerDown, test\)$/);
      includes(posted(), /^firing WorkerDown$/);
      const [target] = await shown('TargetDown');
      assert.equal(target?.labels['job'], 'worker');
      assert.equal(target?.status.inhibitedBy.length, 1);
    }, 20_000);
    assert.deepEqual(
      subjects(smtp).filter((subject) => subject.includes('TargetDown')),
      [],
    );
  });

  it('an API is slow: its team is told of all its routes at once, and of its objective', () =>
    eventually(() => {
      includes(chatted(), /^\[warning ×2\] api \(ApiLatencyHigh, test\)$/, /^\[critical.*\(ApiLatencyErrorBudgetBurn, test\)$/);
      includes(paged(), /^trigger .*\(ApiLatencyErrorBudgetBurn, test\)$/);
    }, 30_000));

  it('a tool fails, tasks wait for nobody, those of another queue become more, a disk is full', () =>
    eventually(() => {
      includes(posted(), /^firing AgentToolFailures$/, /^firing WorkerQueueStalled$/, /^firing WorkerQueueGrowing$/);
      includes(paged(), /^trigger \[critical\] mail: nobody works on it/, /^trigger \[critical\] \S+: \S+ is full \(HostDiskFull, test\)$/);
      includes(subjects(smtp), /^\[critical\] .* is full \(HostDiskFull, test\)$/);
      for (const chat of isNew ? ['/discord', '/bots3cret/sendMessage'] : [])
        includes(
          recipients.to(chat).map(({ body }) => JSON.stringify(body)),
          /WorkerDown/,
          /AgentToolFailures/,
          /WorkerQueueStalled/,
        );
    }, 40_000));

  it('all of it works again: each is told that it is over', async () => {
    await platform.repair();
    await eventually(() => {
      includes(
        posted(),
        /^resolved WorkerDown$/,
        /^resolved AgentToolFailures$/,
        /^resolved WorkerQueueStalled$/,
        /^resolved WorkerQueueGrowing$/,
      );
      const over = ['WorkerDown', 'WorkerQueueStalled', 'HostDiskFull', 'ApiLatencyErrorBudgetBurn'];
      includes(paged(), ...over.map((name) => new RegExp(`^resolve .*\\(${name}, test\\)$`)));
      includes(chatted(), /^\[resolved\].*ApiLatencyHigh/, /^\[resolved\].*ApiLatencyErrorBudgetBurn/);
      includes(subjects(smtp), /^\[resolved\] .*\(HostDiskFull, test\)$/);
    }, 40_000);
    assert.deepEqual(recipients.refused, []);
  });
});
