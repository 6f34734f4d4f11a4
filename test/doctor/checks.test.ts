import assert from 'node:assert/strict';
import { durationOf } from '../../src/doctor/duration.ts';
import type { Answer } from '../../src/doctor/request.ts';
import { likeness, meantBy } from '../../src/doctor/one-server.ts';
import type { Facts, Target } from '../../src/doctor/prometheus-shape.ts';
import { loadedFindings } from '../../src/doctor/rules.ts';
import { targetFindings } from '../../src/doctor/scraped.ts';
import { lostFindings } from '../../src/doctor/told.ts';

const now = Date.parse('2026-02-03T04:05:06Z');
const ago = (seconds: number): string => new Date(now - 1_000 * seconds).toISOString();
const answer: Answer = { url: 'http://p:9090', status: 200, contentType: '', location: undefined, text: '', date: now, from: now, to: now };

const target = (changes: Partial<Target>): Target => ({
  labels: { job: 'api' },
  scrapeUrl: 'http://api:9464/metrics',
  lastError: '',
  lastScrape: ago(10),
  health: 'up',
  scrapeInterval: '15s',
  scrapeTimeout: '10s',
  ...changes,
});
const facts = (changes: Partial<Facts>): Facts => ({
  url: 'http://p:9090',
  version: '3',
  answer,
  reloaded: true,
  targets: [],
  groups: [],
  alertmanagers: [],
  ...changes,
});
const rule = { name: 'A', query: 'up', health: 'ok', type: 'alerting' } as const;
const group = { name: 'g', file: 'g.yml', interval: 15, evaluationTime: 0.01, lastEvaluation: ago(10), rules: [rule] };

describe('what takes too long to be broken in a test', () => {
  for (const [what, changes, expected] of [
    ['scraped in time', {}, []],
    ['scraped two intervals and a timeout ago', { lastScrape: ago(40) }, []],
    ['scraped before', { lastScrape: ago(41) }, ['prometheus.stale it was scraped 41 s ago, and should be every 15s']],
    ['scraped before, at a longer interval', { lastScrape: ago(41), scrapeInterval: '1m30s' }, []],
    ['never scraped', { health: 'unknown', lastScrape: '0001-01-01T00:00:00Z' }, ['prometheus.up it was not scraped yet']],
  ] as const)
    it(`a target ${what}`, () => {
      const found = targetFindings(facts({ targets: [target(changes)] }), ['http://localhost:9464/metrics']);
      assert.deepEqual(
        found.map(({ check, what: said }) => `${check} ${said}`),
        expected,
      );
    });

  for (const [what, changes, expected] of [
    ['in time', {}, []],
    ['late', { lastEvaluation: ago(60) }, ['rules.late it was evaluated 60 s ago, and is due every 15 s']],
    ['slow', { evaluationTime: 20 }, ['rules.late it takes 20 s, and is due every 15 s']],
    ['never evaluated', { lastEvaluation: '0001-01-01T00:00:00Z' }, []],
  ] as const)
    it(`a group of rules ${what}`, () => {
      const found = loadedFindings(facts({ groups: [{ ...group, ...changes }] }));
      assert.deepEqual(
        found.map(({ check, what: said }) => `${check} ${said}`),
        expected,
      );
    });

  it('a Prometheus without rules', () =>
    assert.deepEqual(
      loadedFindings(facts({})).map(({ check }) => check),
      ['rules.none'],
    ));

  for (const [what, state, activeAt, since, lost] of [
    ['fires and is not known', 'firing', 200, 200, true],
    ['fires since a moment', 'firing', 100, 200, false],
    ['is pending', 'pending', 200, 200, false],
    ['fires, while Alertmanager was just started', 'firing', 200, 100, false],
  ] as const)
    it(`an alert that ${what}`, () => {
      const groups = [{ ...group, rules: [{ ...rule, alerts: [{ state, activeAt: ago(activeAt) }] }] }];
      const alerting = { url: 'http://a:9093', answer, since: ago(since), alerts: new Set<string>() };
      assert.equal(lostFindings(alerting, groups).length, lost ? 1 : 0);
      assert.deepEqual(lostFindings({ ...alerting, alerts: new Set(['A']) }, groups), []);
    });
});

it('a duration is read, and one without end is none', () => {
  const texts = ['1m30s', '500ms', '1'.repeat(400_000)];
  assert.deepEqual(texts.map(durationOf), [90, 0.5, 0]);
});

describe('one server', () => {
  for (const [url, other, expected] of [
    ['http://localhost:9093', 'http://127.0.0.1:9093/', 'same'],
    ['http://a:9093', 'http://a:9093', 'same'],
    ['http://localhost:9093', 'http://alertmanager:9093', 'likely'],
    ['http://a:9093', 'http://b:9093', undefined],
    ['http://localhost:9093', 'http://alertmanager:9094', undefined],
    ['http://localhost:9093/a', 'http://alertmanager:9093', undefined],
  ] as const)
    it(`${url} and ${other}: ${expected ?? 'not'}`, () => assert.equal(likeness(url, other), expected));

  it('is meant where no other is as likely', () => {
    const meant = (...all: readonly string[]) => meantBy('http://localhost:1', all, (url) => url);
    assert.equal(meant('http://a:1', 'http://b:2'), 'http://a:1');
    assert.equal(meant('http://a:1', 'http://b:1'), undefined);
    assert.equal(meant('http://a:1', 'http://127.0.0.1:1'), 'http://127.0.0.1:1');
  });
});
