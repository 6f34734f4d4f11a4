import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Ask } from '../../src/doctor/ask.ts';
import { asker } from '../../src/doctor/ask.ts';
import { judged, type Maker, makerAt, postedWay, ruledWay } from '../../src/doctor/canary-way.ts';
import { Failure } from '../../src/doctor/failure.ts';
import { freePort } from '../pages.ts';
import { sound } from './foreign.ts';

const canary = { targetsDir: 'targets', host: 'localhost', port: 9095 };
const maker: Maker = { rule: { severity: 'none' }, external: { region: 'eu' }, isRelabelled: false, alertmanagers: [] };
const doctor = "{ name: doctor, webhook_configs: [{ url: 'http://localhost:9095/' }] }";
const toDoctor = `{ matchers: ['alertname="AutonomicaDoctorCanary"'], receiver: doctor }`;
const routed = (...routes: readonly string[]): string =>
  `{ route: { receiver: people, routes: [${routes.join(', ')}] }, receivers: [{ name: people, email_configs: [{}] }, ${doctor}] }`;

describe('where the canary alert would go', () => {
  let server: Server;
  let url: string;
  let original: string;
  const ask: Ask = asker(new Map(), { signal: new AbortController().signal, ms: 1, until: 1 }, { tryMs: 5_000, pausesMs: [] });
  before(async () => {
    server = createServer((request, response) => {
      const path = request.url ?? '';
      const status = JSON.stringify({ config: { original }, versionInfo: { version: '1' }, uptime: '2026-01-01' });
      const answers: Readonly<Record<string, string>> = { '/api/v2/status': status, '/api/v2/alerts': '[]', '/metrics': '' };
      response.end(answers[path] ?? sound(url)[path.split('?', 1)[0] ?? '']);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  const outcome = async (work: Promise<readonly string[]>): Promise<string> => {
    try {
      return (await work).join();
    } catch (error) {
      assert.ok(error instanceof Failure, String(error));
      return error.message;
    }
  };
  const ruled = (changes: Partial<Maker> = {}, given?: string): Promise<string> =>
    outcome(judged(ask, ruledWay('id', { ...maker, alertmanagers: [url], ...changes }, given), canary));

  for (const [what, routes, changes, leads] of [
    ['doctor', [toDoctor], {}, undefined],
    ['people by default', [], {}, 'people'],
    ['people by a label that Prometheus adds', [`{ matchers: [region="eu"], receiver: people }`, toDoctor], {}, 'people'],
    ['doctor past a label of elsewhere', [`{ matchers: [region="us"], receiver: people }`, toDoctor], {}, undefined],
    [
      'people, perhaps, by a label that may be changed',
      [`{ matchers: [region="us"], receiver: people }`, toDoctor],
      { isRelabelled: true },
      'people, doctor',
    ],
    [
      'people, perhaps, by a label of the target',
      [`{ matchers: [job="doctor"], receiver: people, continue: true }`, toDoctor],
      {},
      'people, doctor',
    ],
    ['people by the rule', [`{ match: { severity: none }, receiver: people }`, toDoctor], {}, 'people'],
  ] as const)
    it(`is to ${what}`, async () => {
      original = routed(...routes);
      assert.equal(await ruled(changes), leads === undefined ? url : `no canary was sent: its route leads to ${leads}`);
    });

  it('is to more than doctor where its receiver has another channel', async () => {
    original = routed(toDoctor).replace('webhook_configs', 'slack_configs: [{}], webhook_configs');
    assert.equal(await ruled(), 'no canary was sent: receiver doctor has slack_configs, webhook_configs');
  });

  it('is known of every Alertmanager that Prometheus sends to, by the name that it has here', async () => {
    original = routed(toDoctor);
    const closed = `http://127.0.0.1:${await freePort()}`;
    const unknown = await ruled({ alertmanagers: [url, closed] });
    assert.equal(unknown, `no canary was sent: whom it would reach is not known, of ${closed} (nothing listens there)`);
    assert.equal(await ruled({ alertmanagers: [url.replace('127.0.0.1', 'alertmanager')] }, url), url);
  });

  it('is known of one where it is posted, without what Prometheus adds', async () => {
    original = routed(`{ matchers: [region="eu"], receiver: people }`, toDoctor);
    const closed = `http://127.0.0.1:${await freePort()}`;
    assert.equal(await outcome(judged(ask, postedWay('id', [closed, url]), canary)), url);
    assert.match(await outcome(judged(ask, postedWay('id', [closed]), canary)), /not known, of .*nothing listens there/);
  });

  it('is told by what Prometheus has loaded', async () => {
    const { external, rule, alertmanagers } = await makerAt(ask, `${url}/p`);
    assert.deepEqual([external, rule, alertmanagers], [{ region: 'eu' }, undefined, [`${url}/a`]]);
  });
});
