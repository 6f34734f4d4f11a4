import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../e2e/scratch.ts';
import { type Answering, Foreign } from './foreign.ts';
import { told } from './told.ts';

const json =
  (body: unknown, status = 200): Answering =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('a Grafana of others', () => {
  const foreign = new Foreign();
  let folder: string;
  before(async () => {
    await foreign.listen();
    folder = mkdtempSync(join(scratch(), 'dashboards-'));
    writeFileSync(join(folder, 'loaded.json'), JSON.stringify({ title: 'API' }));
    writeFileSync(join(folder, 'missing.json'), JSON.stringify({ title: 'Host' }));
  });
  after(() => foreign.close());

  it('has a dashboard that was given no uid, by its title', async () => {
    const { findings } = await told([...foreign.odd(1, '/none', () => {}), `--dashboards=${folder}`, '--timeout=30']);
    assert.deepEqual(
      findings.map(({ check, what }) => `${check} ${what}`),
      ['grafana.dashboards it has not loaded Host'],
    );
  });

  it('has sources of which one is asked, and dashboards that can not be read', async () => {
    const sources = ['p', 'q'].map((uid, i) => ({
      uid,
      name: uid,
      type: 'prometheus',
      url: i === 0 ? `${foreign.url}/2/p` : 'http://q:9090',
    }));
    const panels = ['p', 'q'].map((uid) => ({ title: uid, datasource: { type: 'prometheus', uid }, targets: [{ expr: `absent_${uid}` }] }));
    foreign.odd(2, '/g/api/datasources', json(sources));
    foreign.odd(2, '/g/api/datasources/uid/q/health', json({ status: 'OK' }));
    foreign.odd(2, '/g/api/search', json([{ uid: 'a' }, { uid: 'b', title: 'Second' }]));
    foreign.odd(2, '/g/api/dashboards/uid/b', json({ message: 'Not Acceptable' }, 406));
    foreign.odd(2, '/p/api/v1/query', json({ status: 'success', data: { resultType: 'vector', result: [] } }));
    const args = foreign.odd(2, '/g/api/dashboards/uid/a', json({ dashboard: { uid: 'a', title: 'API', panels } }));
    const { findings, sections } = await told([...args, '--timeout=3']);
    assert.deepEqual(
      findings.map(({ check, where }) => `${check} ${where}`),
      ['series.unknown dashboard API, panel p'],
    );
    const stated = sections.flatMap((section) => section.stated).join('\n');
    assert.match(stated, /^queries of other sources.* not looked into: dashboard API, panel q$/m);
    assert.match(stated, /^dashboards without a panel .*: Second$/m);
  });
});
