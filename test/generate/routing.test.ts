import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { rules } from '../../src/alerts/alerts.ts';
import { defaultDeployment } from '../../src/alerts/deployment.ts';
import { inhibitions, telling } from '../../src/alerts/inhibition.ts';
import { type Route, routesOf } from '../../src/alerts/routing.ts';
import { isAlert, severities, teams } from '../../src/alerts/rule.ts';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { counter } from '../../src/catalogue/define.ts';
import { readDeployment } from '../../src/generate/deployment.ts';
import { root, run } from '../e2e/scratch.ts';
import { written } from '../monitoring/alertmanager.ts';
import { withEach } from '../monitoring/versions.ts';

const yaml = `
alerting:
  receivers:
    pager: { pagerduty: { routing_key_file: /secrets/pagerduty } }
    chat: { slack: { url_file: /secrets/slack } }
    mail: { email: { to: [a@b.example], from: a@b.example, smarthost: 'localhost:25' } }
    hook: { webhook: { url: 'http://localhost:9095/' } }
  default: [mail]
  critical: [pager, chat]
  info: [hook]
  teams: { api: [chat], worker: [chat, mail], shop: [hook] }
  business_hours: { teams: [worker], weekdays: [monday:friday, sunday], time_zone: Europe/Berlin }
  watchdog: { url: 'https://watchdog.example.com/a' }
`;
const plain = 'alerting: { receivers: { mail: { webhook: { url: "http://localhost:9095/" } } }, default: [mail] }';
const newer = yaml.replace('alerting:', "alerting:\n  version: '0.28'").replace("url: 'http://localhost:9095/'", 'url_file: /secrets/hook');

/** Who is told, by severity and team. */
const routed: readonly (readonly [labels: string, receivers: string])[] = [
  ['alertname=Watchdog severity=none team=platform', 'watchdog'],
  ['alertname=InfoInhibitor severity=none team=platform', 'nobody'],
  ['alertname=AutonomicaDoctorCanary severity=none team=platform', 'doctor'],
  ...['api', 'worker', 'shop'].flatMap((team) => [
    [`alertname=A severity=critical team=${team}`, `critical-team-${team}`] as const,
    [`alertname=A severity=warning team=${team}`, `team-${team}`] as const,
    [`alertname=A severity=info team=${team}`, 'info'] as const,
  ]),
  ['alertname=A severity=critical team=platform', 'critical-default'],
  ['alertname=A severity=warning team=frontend', 'default'],
  ['alertname=A severity=info team=agents', 'info'],
  ['alertname=Foreign', 'default'],
];

const all = (route: Route): readonly Route[] => [route, ...(route.routes ?? []).flatMap((each) => all({ ...route, routes: [], ...each }))];
const seconds = (text = ''): number => Number.parseInt(text, 10) * (text.endsWith('m') ? 60 : 1);

describe('routes', () => {
  withEach('amtool', ({ path, version }) => {
    async function accepted(folder: string): Promise<void> {
      const { code, stdout, stderr } = await run(path, ['check-config', `${folder}/alertmanager.yml`], root);
      assert.equal(code, 0, stdout + stderr);
    }
    async function receivers(folder: string, labels: string): Promise<string> {
      const { stdout } = await run(
        path,
        ['config', 'routes', 'test', `--config.file=${folder}/alertmanager.yml`, ...labels.split(' ')],
        root,
      );
      return stdout.trim();
    }

    it('are accepted: those of the package, of few words, of all', async () => {
      await Promise.all([join(root, 'config', 'alertmanager'), written(plain), written(yaml)].map(accepted));
      if (!version.startsWith('0.25.')) await accepted(written(newer));
    });

    it('lead from severity and team to who is told', async () => {
      const folder = written(yaml);
      assert.deepEqual(await Promise.all(routed.map(async ([labels]) => [labels, await receivers(folder, labels)])), routed);
    });

    it('lead all to the default where it alone is named, and nowhere where nothing is', async () => {
      const of = (folder: string): Promise<readonly string[]> =>
        Promise.all(
          ['critical', 'warning', 'info', 'none'].map((severity) => receivers(folder, `alertname=A severity=${severity} team=api`)),
        );
      assert.deepEqual(await of(written(plain)), ['default', 'default', 'nobody', 'nobody']);
      assert.deepEqual(await of(join(root, 'config', 'alertmanager')), ['unconfigured', 'unconfigured', 'nobody', 'nobody']);
    });
  });

  it('repeat when they say so: no interval is a multiple of that at which a group is looked at', () => {
    for (const { alerting } of [defaultDeployment, readDeployment(yaml, {})])
      for (const { group_interval: looked, repeat_interval: repeated, matchers } of all(routesOf(alerting)))
        assert.notEqual(seconds(repeated) % seconds(looked), 0, `${matchers?.join()}: ${repeated} of ${looked}`);
  });

  it('tell nobody of the same twice', () => {
    const { receivers } = parse(readFileSync(join(written(yaml), 'alertmanager.yml'), 'utf8')) as {
      receivers: readonly Record<string, unknown>[];
    };
    const { slack_configs: chats, ...others } = receivers.find(({ name }) => name === 'critical-team-api') ?? {};
    assert.deepEqual([Object.keys(others), Array.isArray(chats) && chats.length], [['name', 'pagerduty_configs'], 1]);
  });

  it('hold back the warnings of who asked for it', () => {
    const held = all(routesOf(readDeployment(yaml, {}).alerting)).filter((route) => route.active_time_intervals);
    assert.deepEqual(
      held.map(({ receiver, matchers }) => [receiver, matchers]),
      [['team-worker', ['severity="warning"']]],
    );
  });

  it('say in the file that nobody is told', () => {
    const text = readFileSync(join(root, 'config', 'alertmanager', 'alertmanager.yml'), 'utf8');
    assert.match(text, /^# Nobody is told of anything yet/m);
    assert.doesNotMatch(readFileSync(join(written(plain), 'alertmanager.yml'), 'utf8'), /Nobody is told/);
  });
});

describe('inhibitions', () => {
  const groups = Object.values(rules).flatMap((of) => of(defaultDeployment));
  const alerts = groups.flatMap((group) => group.rules.filter(isAlert));
  const severitiesOf = (name: string): ReadonlySet<string> =>
    new Set(alerts.filter((each) => each.alert === name).map(({ severity }) => severity));
  /** The values that matchers name of a label. */
  const named = (matchers: readonly string[], label: string): readonly string[] =>
    matchers.flatMap((each) => new RegExp(`^${label}=~?"(.*)"$`).exec(each)?.[1]?.split('|') ?? []);
  function severitiesIn(matchers: readonly string[]): readonly string[] {
    const [by, names] = [named(matchers, 'severity'), named(matchers, 'alertname')];
    if (by.length > 0) return by;
    return names.length > 0 ? names.flatMap((name) => [...severitiesOf(name)]) : severities;
  }

  it('hold back nothing critical but for something critical', () => {
    for (const { source_matchers: source, target_matchers: target } of inhibitions([]))
      if (severitiesIn(target).includes('critical'))
        assert.deepEqual(
          severitiesIn(source).filter((severity) => severity !== 'critical'),
          [],
          source.join(),
        );
  });

  it('tell apart what alerts of one name are told apart by', () => {
    const known = new Set(['alertname', 'job', 'instance', ...telling(groups, Object.values(catalogue))]);
    for (const { alert, expr } of alerts.filter((each) => severitiesOf(each.alert).size > 1))
      for (const [, by = ''] of expr.matchAll(/by \((.*?)\)/g))
        for (const label of by.split(', ')) assert.ok(known.has(label) || label === 'le', `${alert}: ${label}`);
  });

  it('tell apart those of one’s own too', () => {
    const orders = counter({ name: 'shop.orders', unit: '{order}', means: '', attributes: { shop: { name: 'shop.name', keep: 9 } } });
    const one = { alert: 'A', expr: 'sum by (shop_name) (shop_orders_total)', team: 'shop', summary: '', description: '' };
    const both = (['critical', 'warning'] as const).map((severity) => ({ ...one, severity }));
    assert.deepEqual(telling([{ name: 'a', rules: both }], [{ orders }]), ['shop_name']);
    assert.deepEqual(telling([{ name: 'a', rules: both.slice(1) }], [{ orders }]), []);
  });

  it('name alerts that there are', () => {
    const names = inhibitions([]).flatMap((each) => [
      ...named(each.source_matchers, 'alertname'),
      ...named(each.target_matchers, 'alertname'),
    ]);
    assert.deepEqual(
      names.filter((name) => severitiesOf(name).size === 0),
      [],
    );
  });

  it('are about teams that may be routed', () => {
    const known: readonly string[] = teams;
    assert.deepEqual(
      alerts.filter(({ team }) => !known.includes(team)),
      [],
    );
  });
});
