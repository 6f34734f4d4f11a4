import assert from 'node:assert/strict';
import { Alertmanager, type Sent, written } from '../monitoring/alertmanager.ts';
import { deployment, quick } from '../monitoring/receivers.ts';
import { Recipients } from '../monitoring/recipients.ts';
import { Smtp, unquoted } from '../monitoring/smtp.ts';
import { about, attachmentOf, events, hooked, slackTitles, subjects } from '../monitoring/titles.ts';
import { type Program, withEach } from '../monitoring/versions.ts';
import { eventually } from './eventually.ts';

const alert = (alertname: string, severity: string, team: string, labels: Sent['labels'] = {}): Sent => ({
  labels: { alertname, severity, team, job: 'api', environment: 'test', ...labels },
  annotations: {
    summary: `${labels['http_route'] ?? 'api'}: <${alertname}>`,
    description: 'It is 3 s; the limit is 2 s.',
    runbook_url: `https://runbooks.example.com/${alertname}`,
    dashboard: 'https://grafana.example.com/d/x',
  },
});
const { annotations: _none, ...bare } = alert('Foreign', 'critical', 'shop', { job: 'shop' });

const alerts: readonly Sent[] = [
  alert('Watchdog', 'none', 'platform'),
  alert('InfoInhibitor', 'none', 'platform'),
  alert('ApiDown', 'critical', 'api'),
  alert('TargetDown', 'warning', 'platform', { instance: 'a:1' }),
  alert('ApiLatencyHigh', 'warning', 'api', { http_route: '/a' }),
  alert('ApiLatencyHigh', 'warning', 'api', { http_route: '/b' }),
  alert('ApiLatencyErrorBudgetBurn', 'critical', 'api', { long: '1h' }),
  alert('ApiLatencyErrorBudgetBurn', 'warning', 'api', { long: '1d' }),
  alert('SettingRejected', 'info', 'platform', { instance: 'a:1' }),
  alert('HostDiskFull', 'critical', 'platform', { job: 'collector', instance: 'm:1', system_filesystem_mountpoint: '/' }),
  alert('HostDiskWillFillIn24h', 'warning', 'platform', { job: 'collector', instance: 'm:1', system_filesystem_mountpoint: '/' }),
  alert('HostDiskWillFillIn24h', 'warning', 'platform', { job: 'collector', instance: 'm:1', system_filesystem_mountpoint: '/data' }),
  alert('FrontendLcpPoor', 'warning', 'frontend'),
  bare,
];

describe('alerts reach people', () => {
  withEach('prometheus-alertmanager', ({ path, version }: Program) => {
    const recipients = new Recipients();
    const smtp = new Smtp();
    const isNew = !version.startsWith('0.25.');
    let alertmanager: Alertmanager;
    before(async () => {
      const [url, port] = await Promise.all([recipients.listen(), smtp.listen()]);
      alertmanager = await Alertmanager.start(path, written(deployment(url, port, isNew), quick));
    });
    after(() => Promise.all([recipients.close(), smtp.close()]));
    after(() => alertmanager.stop());

    it('those of their team, together, and not what goes without saying', async () => {
      await alertmanager.send(alerts);
      await eventually(() => {
        assert.deepEqual(slackTitles(recipients.to('/slack/api')), [
          '[critical] api: &lt;ApiDown&gt; (ApiDown, test)',
          '[critical] api: &lt;ApiLatencyErrorBudgetBurn&gt; (ApiLatencyErrorBudgetBurn, test)',
          '[warning ×2] api (ApiLatencyHigh, test)',
        ]);
        assert.deepEqual(events(recipients.to('/pagerduty')), [
          'trigger [critical] api: <ApiDown> (ApiDown, test)',
          'trigger [critical] api: <ApiLatencyErrorBudgetBurn> (ApiLatencyErrorBudgetBurn, test)',
          'trigger [critical] api: <HostDiskFull> (HostDiskFull, test)',
          'trigger [critical] shop (Foreign, test)',
        ]);
        assert.deepEqual(subjects(smtp), [
          '[critical] api: <HostDiskFull> (HostDiskFull, test)',
          ...(isNew ? [] : ['[warning] api: <FrontendLcpPoor> (FrontendLcpPoor, test)']),
          '[warning] api: <HostDiskWillFillIn24h> (HostDiskWillFillIn24h, test)',
        ]);
        assert.deepEqual(hooked(recipients.to('/hook')), ['firing Foreign']);
        assert.ok(recipients.to('/watchdog').length >= 2, 'the watchdog comes again');
      });
      assert.deepEqual(recipients.refused, []);
    });

    it('with secrets from files, and texts that say what, where, since when and what to do', () => {
      const slow = about(recipients.to('/slack/api'), 'ApiLatencyHigh');
      const { color, text: chat = '' } = attachmentOf(slow);
      assert.deepEqual([slow.body['channel'], color], ['#api', 'warning']);
      assert.match(
        chat,
        /^\*\/a: &lt;ApiLatencyHigh&gt;\*\nIt is 3 s; the limit is 2 s\.\nhttp_route \/a, job api\nsince [-\d]+ [\d:]+ UTC\n\n\*\/b: .*<https:\/\/runbooks\.example\.com\/ApiLatencyHigh\|Runbook>.*\|Silence>$/s,
      );
      const { body } = about(recipients.to('/pagerduty'), 'ApiDown');
      assert.equal(body['routing_key'], 'a-key');
      const links = body['links'] as readonly { text: string }[];
      assert.deepEqual(
        links.map(({ text }) => text),
        ['Runbook', 'Dashboard', 'Silence'],
      );
      const [hook] = recipients.to('/hook');
      assert.equal(hook?.authorization, 'Bearer a-token');
      const mail = smtp.mails.find(({ text }) => text.includes('HostDiskFull'));
      assert.deepEqual(
        [mail?.from, mail?.to, mail?.signedIn],
        ['alerts@example.com', ['platform@example.com', 'ops@example.com'], ['alerts', 'a-password']],
      );
      const text = unquoted(mail?.text ?? '');
      for (const part of [
        'It is 3 s; the limit is 2 s.',
        'Runbook: https://runbooks.example.com/HostDiskFull',
        '<b>api: &lt;HostDiskFull&gt;</b>',
      ])
        assert.ok(text.includes(part), text);
    });

    it('who are in chats whose secrets 0.25 reads from no file', () =>
      eventually(() => {
        for (const chat of ['/discord', '/bots3cret/sendMessage']) {
          const texts = recipients.to(chat).map(({ body }) => JSON.stringify(body));
          assert.deepEqual([texts.length, texts.every((text) => text.includes('[critical] shop (Foreign, test)'))], [isNew ? 1 : 0, true]);
        }
      }));

    it('and shows what it holds back, and why', async () => {
      const shown = (await alertmanager.get('/api/v2/alerts')) as readonly {
        labels: Sent['labels'];
        status: { inhibitedBy: readonly string[] };
      }[];
      const held = shown
        .filter(({ status }) => status.inhibitedBy.length > 0)
        .map(({ labels }) => `${labels['alertname']} ${labels['severity']}`);
      assert.deepEqual(held.toSorted(), [
        'ApiLatencyErrorBudgetBurn warning',
        'HostDiskWillFillIn24h warning',
        'SettingRejected info',
        'TargetDown warning',
      ]);
    });

    it('who are told when it is over', async () => {
      await alertmanager.send(alerts.map((each) => ({ ...each, endsAt: new Date().toISOString() })));
      await eventually(() => {
        const titles = slackTitles(recipients.to('/slack/api')).filter((title) => title.startsWith('[resolved]'));
        assert.deepEqual(titles, [
          '[resolved] api (ApiLatencyHigh, test)',
          '[resolved] api: &lt;ApiDown&gt; (ApiDown, test)',
          '[resolved] api: &lt;ApiLatencyErrorBudgetBurn&gt; (ApiLatencyErrorBudgetBurn, test)',
        ]);
        const of = (action: string): string[] =>
          recipients
            .to('/pagerduty')
            .filter(({ body }) => body['event_action'] === action)
            .map(({ body }) => String(body['dedup_key']))
            .toSorted();
        assert.deepEqual(of('resolve'), of('trigger'));
        assert.equal(subjects(smtp).filter((subject) => subject.startsWith('[resolved]')).length, isNew ? 2 : 3);
        assert.deepEqual(hooked(recipients.to('/hook')), ['firing Foreign', 'resolved Foreign']);
        assert.equal(recipients.to('/bots3cret/sendMessage').length, isNew ? 2 : 0);
      });
      assert.deepEqual(recipients.refused, []);
      const lines = (await alertmanager.metrics()).split('\n');
      assert.deepEqual(
        lines.filter((line) => /^alertmanager_notification(s|_requests)_failed_total\{.*\} [1-9]/.test(line)),
        [],
      );
      for (const kind of ['slack', 'email', 'pagerduty', 'webhook', ...(isNew ? ['discord', 'telegram'] : [])])
        assert.ok(
          lines.some((line) => new RegExp(`^alertmanager_notifications_total\\{.*integration="${kind}".* [1-9]`).test(line)),
          kind,
        );
    });
  });
});
