import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Ask } from '../../src/doctor/ask.ts';
import { asker } from '../../src/doctor/ask.ts';
import { type Maker, makerAt } from '../../src/doctor/canary-maker.ts';
import { sendCanaries } from '../../src/doctor/canary.ts';
import { judged, postedWay, ruledWay } from '../../src/doctor/canary-way.ts';
import { Failure } from '../../src/doctor/failure.ts';
import { freePort } from '../pages.ts';
import { sound } from './foreign.ts';

const canary = { targetsDir: 'targets', host: 'localhost', port: 9095 };
const maker: Maker = { rule: { severity: 'none' }, isRelabelled: false, alertmanagers: [] };
const doctor = "{ name: doctor, webhook_configs: [{ url: 'http://localhost:9095/' }] }";
const toDoctor = `{ matchers: ['alertname="AutonomicaDoctorCanary"'], receiver: doctor }`;
const toCritical = '{ matchers: [severity="critical"], receiver: people }';
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
      const plain = path.split('?', 1)[0] ?? '';
      // a Prometheus that has a rule for it
      const ruled = sound(url)[plain.replace('/ruled', '/p')]?.replaceAll('"Down"', '"AutonomicaDoctorCanary"').replace('/a/api', '/api');
      response.end(answers[path] ?? (plain.startsWith('/ruled') ? ruled : sound(url)[plain]));
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
    ['doctor past a label of the rule', [toCritical, toDoctor], {}, undefined],
    ['people, perhaps, by a label that may be changed', [toCritical, toDoctor], { isRelabelled: true }, 'people, doctor'],
    ['people, perhaps, by a label that is worked out', [toCritical, toDoctor], { rule: { severity: '{{ $value }}' } }, 'people, doctor'],
    [
      'people, perhaps, by a label that the target has by relabel_configs, or Prometheus adds',
      [`{ matchers: [team="api"], receiver: people, continue: true }`, toDoctor],
      {},
      'people, doctor',
    ],
    ['people, perhaps, by what can not be read', [`{ matchers: ['doctor="x" or'], receiver: people }`, toDoctor], {}, 'people, doctor'],
    [
      'people, perhaps, by what JavaScript would read otherwise',
      [`{ matchers: ['severity=~"[[:lower:]]+"'], receiver: people }`, toDoctor],
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

  for (const [what, hooks, refused] of [
    ['where that is told', "{ url: 'http://127.0.0.1:9095' }", undefined],
    ['where its URL is not told', "{ url: '<secret>' }", undefined],
    ['where its URL is in a file', '{ url_file: url }', undefined],
    ['alone', "{ url: 'http://localhost:9095/' }, { url: '<secret>' }", 'has 2 webhooks'],
    ['and to nobody else', "{ url: 'https://pager.example/s3cret' }", 'has another webhook than http://localhost:9095/'],
    ['and to nobody else at its port', "{ url: 'http://pager.example:9095/' }", 'has another webhook than http://localhost:9095/'],
    ['at all', '', 'has 0 webhooks'],
  ] as const)
    it(`is to the webhook of doctor ${what}`, async () => {
      original = routed(toDoctor).replace("{ url: 'http://localhost:9095/' }", hooks);
      assert.equal(await ruled(), refused === undefined ? url : `no canary was sent: receiver doctor ${refused}`);
    });

  it('is known of every Alertmanager that Prometheus sends to, by the name that it has here', async () => {
    original = routed(toDoctor);
    const closed = `http://127.0.0.1:${await freePort()}`;
    const unknown = await ruled({ alertmanagers: [url, closed] });
    assert.equal(unknown, `no canary was sent: whom it would reach is not known, of ${closed} (nothing listens there)`);
    assert.equal(await ruled({ alertmanagers: [url.replace('127.0.0.1', 'alertmanager')] }, url), url);
    const two = ['team', 'pager'].map((name) => url.replace('127.0.0.1', `${name}.invalid`));
    assert.match(
      await ruled({ alertmanagers: two }, url),
      /not known, of http:\/\/team\.invalid:\d+ \(.*\), http:\/\/pager\.invalid:\d+ \(/,
    );
    assert.match(await ruled({ alertmanagers: [url, ...two.slice(1)] }, url), /not known, of http:\/\/pager\.invalid:\d+ \(.*\)$/);
  });

  it('is known of one where it is posted, without what Prometheus adds', async () => {
    original = routed(`{ matchers: [region="eu"], receiver: people }`, toDoctor);
    const closed = `http://127.0.0.1:${await freePort()}`;
    assert.equal(await outcome(judged(ask, postedWay('id', [closed, url]), canary)), url);
    assert.match(await outcome(judged(ask, postedWay('id', [closed]), canary)), /not known, of .*nothing listens there/);
  });

  it('is not that of a metric whose alert doctor could not hear, which then is not sent', async () => {
    const port = Number(new URL(url).port);
    original = routed(toDoctor).replace('localhost:9095', `localhost:${port}`);
    const deadline = { signal: new AbortController().signal, ms: 1, until: 1 };
    const chain = { ask, askLast: ask, deadline, tell: () => {}, prometheus: `${url}/ruled`, alertmanager: url };
    const [metric, alert] = await sendCanaries(chain, { ...canary, port });
    assert.deepEqual(metric?.stated, ['none was sent: the rule of Prometheus would make an alert of it, of which doctor would not hear']);
    assert.deepEqual(
      alert?.findings.map(({ what }) => what),
      [`the canary's server can not listen: port ${port} is taken`],
    );
  });

  it('is told by what Prometheus has loaded', async () => {
    assert.deepEqual(await makerAt(ask, `${url}/p`), { rule: undefined, isRelabelled: true, alertmanagers: [`${url}/a`] });
  });
});
