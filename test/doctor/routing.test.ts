import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Configuration, isTelling, receiversOf } from '../../src/doctor/routing.ts';
import { has } from '../e2e/prometheus.ts';
import { scratch } from '../e2e/scratch.ts';

const configuration: Configuration = {
  route: {
    receiver: 'all',
    routes: [
      { matchers: ['alertname="Watchdog"'], receiver: 'dead-man' },
      { matchers: ['severity=critical'], receiver: 'pager', continue: true },
      {
        match: { team: 'api' },
        receiver: 'api',
        routes: [{ match_re: { job: 'a|b' }, receiver: 'api-ab' }, { matchers: ['mode!~"x.*"', 'mode!=""'] }],
      },
      { matchers: ['team=~"web|\\"odd\\""'], receiver: 'web' },
    ],
  },
  receivers: [{ name: 'all' }, { name: 'pager', pagerduty_configs: [{}] }, { name: 'empty', email_configs: [] }],
};

describe('the receivers of an alert, as amtool has them (Debian package prometheus-alertmanager)', () => {
  let file: string;
  before(() => {
    file = join(mkdtempSync(join(scratch(), 'routes-')), 'alertmanager.yml');
    const receivers = ['all', 'dead-man', 'pager', 'api', 'api-ab', 'web'].map((name) => ({ name }));
    writeFileSync(file, stringify({ ...configuration, receivers }));
  });

  for (const [labels, expected] of [
    [{}, ['all']],
    [{ alertname: 'Watchdog', severity: 'critical' }, ['dead-man']],
    [{ severity: 'critical' }, ['pager']],
    [{ severity: 'critical', team: 'api' }, ['pager', 'api']],
    [{ team: 'api', job: 'b' }, ['api-ab']],
    [{ team: 'api', job: 'ab', mode: 'y' }, ['api']],
    [{ team: '"odd"' }, ['web']],
  ] as const)
    it(`${JSON.stringify(labels)}: ${expected.join(', ')}`, function () {
      assert.deepEqual(receiversOf(configuration, labels), expected);
      if (!has('amtool')) this.skip();
      const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
      const { stdout, stderr } = spawnSync('amtool', ['config', 'routes', 'test', `--config.file=${file}`, ...pairs], { encoding: 'utf8' });
      assert.equal(stdout.trim(), expected.join(','), stderr);
    });

  for (const matcher of [
    'a="b",c="d"',
    '{a="b"}',
    'a=b,c=d',
    'a=~"[[:lower:]]+"',
    'a=~"\\\\Ab"',
    'a=~"(?i)B"',
    'a="\\x62"',
    `a=${' '.repeat(80_000)}"`,
    `a="${'\\\\'.repeat(40_000)}`,
  ])
    it(`are all that may be where a matcher is not known to be met: ${matcher.slice(0, 20)}`, () => {
      const matchers = Array.from({ length: 50 }, () => matcher);
      const routes = [{ matchers, receiver: 'pager' }, { receiver: 'doctor' }];
      assert.deepEqual(receiversOf({ route: { receiver: 'all', routes } }, { a: 'b', c: 'd' }), ['pager', 'doctor']);
    });

  for (const [matcher, value] of [
    ['"a.b" = c', 'c'],
    [' a.b=~\\d+ ', '12'],
    ['a.b="\\"\\\\\\n"', '"\\\n'],
  ] as const)
    it(`are those of a matcher however it is written: ${matcher}`, () => {
      const route = { receiver: 'all', routes: [{ matchers: [matcher], receiver: 'one' }] };
      assert.deepEqual(receiversOf({ route }, { 'a.b': value }), ['one']);
      assert.deepEqual(receiversOf({ route }, { 'a.b': 'other' }), ['all']);
    });

  it('tell somebody, or nobody', () =>
    assert.deepEqual(
      ['all', 'pager', 'empty', 'unknown'].map((name) => isTelling(configuration, name)),
      [false, true, false, false],
    ));
});
