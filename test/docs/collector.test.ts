import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Agent } from 'node:http';
import { beaconOptions, beaconSettings } from '../../src/cli/beacon-settings.ts';
import { parseFlags } from '../../src/cli/flags.ts';
import { configure } from '../../src/environment.ts';
import { ask } from '../e2e/client.ts';
import { Nginx } from '../e2e/nginx.ts';
import { points } from '../e2e/points.ts';
import { environment, project, run } from '../e2e/scratch.ts';
import { type Service, services } from '../e2e/service.ts';
import { assertPrinted, blocksOf, fileOf, outputOf, textOf } from '../pages.ts';

const page = 'docs/collector.md';
const shown = (name: string): string =>
  blocksOf(page)
    .find(({ info }) => info === `sh run=${name}`)
    ?.text.trim() ?? '';
const sent = shown('send');

describe(`${page}: beacons of browsers`, () => {
  const start = services();
  let cwd: string;
  before(async () => {
    cwd = await project();
  });

  /** Runs a command of the page, on a free port. */
  const started = (name: string): Service => start({ cwd, node: 'sh', file: '-c', args: [`exec ${shown(name)}`], group: true });
  const counts = async (service: Service): Promise<Readonly<Record<string, number>>> => {
    const all = points(await service.scrape(), 'autonomica_frontend_beacon_requests_total').filter(({ value }) => value > 0);
    return Object.fromEntries(all.map(({ labels, value }) => [labels['autonomica_reason'] ?? 'accepted', value]));
  };

  it('are taken, and are in the scrape as the page shows it', async () => {
    const service = started('beacon');
    const url = await service.address();
    await service.printed(/taking what is sent to http:\/\/localhost:\d+\/beacon$/m, 'stderr');
    const { code, stdout, stderr } = await run('sh', ['-c', sent.replace('localhost:8000', new URL(url).host)], cwd, environment);
    assert.deepEqual([code, stdout], [0, ''], stderr);
    assertPrinted(outputOf(page, 'beacon'), await service.scrape());
  });

  it('come by nginx, and nothing else does (Debian package nginx)', async function () {
    if (spawnSync('nginx', ['-v']).status !== 0) this.skip();
    const service = started('proxied');
    const { port } = new URL(await service.address());
    const nginx = await Nginx.start(fileOf(page, 'beacon.conf').replace(':8000', `:${port}`));
    /** Sends no JSON, which is looked at after the rate. */
    async function post(forwarded: string, localAddress = '127.0.0.1'): Promise<number> {
      const headers = { origin: 'https://app.example.com', 'content-type': 'text/plain', 'x-forwarded-for': forwarded };
      return (await ask(`${nginx.url}/beacon`, { method: 'POST', headers, agent: new Agent({ localAddress }) })).status;
    }
    try {
      for (const path of ['/metrics', '/-/healthy', '/beacon/', '/beacon/../metrics'])
        assert.equal((await ask(nginx.url + path)).body, 'site', path);
      assert.equal((await ask(`${nginx.url}/beacon`)).status, 405);
      // whatever a sender makes up, it is one client: the fifty that one has at once, and the next
      const statuses: number[] = [];
      while (statuses.at(-1) !== 429 && statuses.length < 200) statuses.push(await post(`203.0.113.${statuses.length}`));
      assert.ok(statuses.length > 50 && statuses.length < 200, statuses.join());
      assert.equal(await post('203.0.113.1', '127.0.0.2'), 400);
      assert.deepEqual(await counts(service), { json: statuses.length, method: 1, client_rate: 1 });
    } finally {
      await nginx.stop();
    }
  });

  it('are taken in Docker by the same flags', () => {
    const [command = '', ...args] = shown('docker').split(' ');
    const flags = parseFlags(args);
    assert.deepEqual([command, flags.problems], ['config/collector/run.sh', []]);
    const { settings } = configure({}, {}, { ...flags, defaults: {}, own: beaconSettings, unfit: () => [] });
    assert.deepEqual([beaconOptions(settings)?.origins, settings.beaconTrustedHops], [['https://app.example.com'], 1]);
    for (const file of ['config/collector/run.sh', page]) assert.ok(textOf(file).includes(['run.sh', ...args].join(' ')), file);
  });
});
