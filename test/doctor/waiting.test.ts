import assert from 'node:assert/strict';
import { asker } from '../../src/doctor/ask.ts';
import { exposedBy } from '../../src/doctor/exposed.ts';
import { factsOf } from '../../src/doctor/prometheus-api.ts';
import { countFindings } from '../../src/doctor/samples.ts';
import { type Answering, Foreign } from './foreign.ts';
import { told } from './told.ts';

const json =
  (body: () => string): Answering =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(body());

describe('what changes while doctor looks', () => {
  const foreign = new Foreign();
  before(() => foreign.listen());
  after(() => foreign.close());

  it('is waited for no longer than leaves time for all else', async () => {
    const unscraped = foreign.answers('1')['/p/api/v1/targets']?.replace('"health":"up"', '"health":"unknown"') ?? '';
    const { findings } = await told([
      ...foreign.odd(
        1,
        '/p/api/v1/targets',
        json(() => unscraped),
      ),
      '--timeout=5',
    ]);
    assert.deepEqual(
      findings.map(({ check, what }) => `${check} ${what}`),
      ['prometheus.up it was not scraped yet'],
    );
  });

  it('is compared until doctor is told to end', async () => {
    const ending = new AbortController();
    const deadline = { signal: ending.signal, ms: 1, until: Number.POSITIVE_INFINITY };
    const ask = asker(new Map(), deadline);
    foreign.odd(
      3,
      '/p/api/v1/query',
      json(() => {
        setImmediate(() => ending.abort());
        return '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"7"]}]}}';
      }),
    );
    const facts = await factsOf(ask, `${foreign.url}/3/p`);
    const targets = facts.targets.map((target) => ({ ...target, scrapeInterval: '1d' }));
    const exposed = [exposedBy(`${foreign.url}/3/metrics`, 'a 1\n', [])];
    const { findings } = await countFindings(ask, { ...facts, targets }, { exposed, deadline });
    assert.deepEqual(
      findings.map(({ check }) => check),
      ['prometheus.samples'],
    );
  });

  it('is asked again before Alertmanager is, lest it should know an alert that has ended', async () => {
    const { '/p/api/v1/rules': rules = '', '/a/api/v2/status': status = '' } = foreign.answers('2');
    const old = (text: string): string => text.replaceAll(/(?<="(?:activeAt|uptime)":")[^"]+/g, '2026-01-01T00:00:00Z');
    const firing = old(rules);
    let fires = true;
    foreign.odd(
      2,
      '/a/api/v2/status',
      json(() => old(status)),
    );
    foreign.odd(
      2,
      '/a/api/v2/alerts',
      json(() => '[]'),
    );
    const args = foreign.odd(
      2,
      '/p/api/v1/rules',
      json(() => (fires ? firing : firing.replaceAll('"firing"', '"inactive"'))),
    );
    const lost = async (): Promise<readonly string[]> => (await told([...args, '--timeout=30'])).findings.map(({ check }) => check);
    assert.deepEqual(await lost(), ['alertmanager.alerts']);
    // it ends while series are asked for
    foreign.odd(
      2,
      '/p/api/v1/labels',
      json(() => {
        fires = false;
        return '{"status":"success","data":[]}';
      }),
    );
    assert.deepEqual(await lost(), []);
  });
});
