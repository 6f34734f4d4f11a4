import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { table } from '../../src/settings.ts';
import { withFrameworks } from '../e2e/applications.ts';
import { ask } from '../e2e/client.ts';
import { eventually } from '../e2e/eventually.ts';
import { requests } from '../e2e/points.ts';
import { environment, project, run, scratch } from '../e2e/scratch.ts';
import { type Service, services } from '../e2e/service.ts';
import { blocksOf, fileOf, freePort } from '../pages.ts';
import { commanded, page, shown } from './shown.ts';

/** Apart from the application, as where it is installed globally. */
const withPm2 = (): Promise<string> => project('pm2@7.0.4');
const listening = async (service: Service): Promise<string> =>
  (await service.printed(/serving http:\/\/\S+?:(\d+)\/metrics$/m, 'stderr'))[1] ?? '';

/** What its application was asked is counted, and only that. */
async function counts(service: Service, port: number, endpoint: string): Promise<void> {
  await eventually(async () => assert.equal((await ask(`http://127.0.0.1:${port}/users/7`)).status, 200, service.stderr));
  const { body } = await ask(`http://127.0.0.1:${endpoint}/metrics`);
  assert.deepEqual([...requests(body)], [['GET /users/:id 200', 1]]);
}

const linesOf = (file: string, name: string): string[] =>
  [...fileOf(page, file).matchAll(new RegExp(`^${name}[ =](.*)$`, 'gm'))].map(([, value = '']) => value);
const variables = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Deployment {
  readonly spec: { readonly template: { readonly metadata: { readonly annotations: Record<string, string> }; readonly spec: Pod } };
}
interface Pod {
  readonly containers: readonly {
    readonly command: readonly string[];
    readonly env: readonly { readonly name: string; readonly value: string }[];
    readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
    readonly livenessProbe: Probe;
    readonly readinessProbe: Probe;
  }[];
}

describe(`${page}: how it runs`, () => {
  const start = services();
  let cwd: string;
  let pm2Folder: string;
  let port: number;
  before(async function () {
    this.timeout(120_000);
    cwd = await shown(withFrameworks());
    pm2Folder = await withPm2();
  });
  beforeEach(async () => {
    port = await freePort();
  });

  it('Docker: its command serves everybody, as nobody in particular, and its health check tells', async () => {
    assert.ok(fileOf(page, 'Dockerfile').indexOf('\nUSER node\n') < fileOf(page, 'Dockerfile').indexOf('\nCMD '));
    const [command = ''] = linesOf('Dockerfile', 'CMD');
    const [check = ''] = linesOf('Dockerfile', 'HEALTHCHECK');
    const endpoint = String(await freePort());
    const env = { ...variables(linesOf('Dockerfile', 'ENV')), PORT: String(port), OTEL_EXPORTER_PROMETHEUS_PORT: endpoint };
    const healthy = async (): Promise<number> => {
      const [program = '', ...args] = JSON.parse(check.slice(check.indexOf('['))) as string[];
      return (await run(program, args, cwd, { ...environment, ...env })).code;
    };
    assert.equal(await healthy(), 1);
    const service = start({ ...commanded(JSON.parse(command) as string[]), cwd, env });
    await service.printed(new RegExp(`serving http://0\\.0\\.0\\.0:${endpoint}/metrics`), 'stderr');
    await counts(service, port, endpoint);
    assert.equal(await healthy(), 0);
    await service.stop();
    assert.equal(await healthy(), 1);
  });

  it('systemd: its command is measured', async () => {
    const [command = ''] = linesOf('shop.service', 'ExecStart');
    const env = { ...variables(linesOf('shop.service', 'Environment')), PORT: String(port) };
    const service = start({ ...commanded(command.split(' ')), cwd, env });
    await counts(service, port, await listening(service));
    assert.match((await service.scrape()).match(/^target_info.*$/m)?.[0] ?? '', /service_name="shop"/);
    await service.stop();
  });

  it('Kubernetes: the container is measured, and its probes and annotations are answered', async () => {
    const { metadata, spec } = (parse(fileOf(page, 'shop.yaml')) as Deployment).spec.template;
    const [container] = spec.containers;
    assert.ok(container);
    const { command, env: given, ports, livenessProbe, readinessProbe } = container;
    const declared = ports.find(({ name }) => name === 'metrics')?.containerPort;
    assert.equal(declared, table.port.fallback);
    assert.equal(metadata.annotations['prometheus.io/port'], String(declared));
    const env = { ...Object.fromEntries(given.map(({ name, value }) => [name, value])), PORT: String(port) };
    const service = start({ ...commanded(command), cwd, env });
    const endpoint = await listening(service);
    await counts(service, port, endpoint);
    for (const { httpGet } of [livenessProbe, readinessProbe]) {
      assert.equal(httpGet.port, 'metrics');
      assert.equal((await ask(`http://127.0.0.1:${endpoint}${httpGet.path}`)).status, 200);
    }
    assert.equal(metadata.annotations['prometheus.io/path'], '/metrics');
    await service.stop();
  });

  describe('pm2', () => {
    const [command] = blocksOf(page).filter(({ info }) => info.endsWith('run=pm2'));
    const home = (): string => mkdtempSync(join(scratch(), 'pm2-'));

    /** Starts an ecosystem; pm2 writes what the application writes. */
    function pm2(line: string, env: Readonly<Record<string, string>> = {}): Service {
      const PATH = `${join(pm2Folder, 'node_modules', '.bin')}:${environment['PATH']}`;
      return start({ ...commanded(line.trim().split(' ')), cwd, env: { PATH, PM2_HOME: home(), PORT: String(port), ...env } });
    }

    it('in fork mode: the application is measured, by the name it was given', async () => {
      const service = pm2(command?.text ?? '');
      const endpoint = await listening(service);
      await counts(service, port, endpoint);
      assert.match((await ask(`http://127.0.0.1:${endpoint}/metrics`)).body, /^target_info\{.*service_name="shop".*\} 1$/m);
      await service.stop();
    });

    it('in fork mode: so is one of ES modules, whose packages are looked for beside its script', async () => {
      writeFileSync(join(cwd, 'hono.config.cjs'), fileOf(page, 'ecosystem.config.cjs').replace('server.js', 'hono.mjs'));
      const service = pm2('pm2-runtime start hono.config.cjs');
      await counts(service, port, await listening(service));
      await service.stop();
    });

    it('in fork mode: a child that the application forks stays quiet', async () => {
      const forks = "process.argv[2] === 'child' ? console.log('part') : require('node:child_process').fork(__filename, ['child']);\n";
      writeFileSync(join(cwd, 'forks.js'), `${forks}if (process.argv[2] !== 'child') require('./server.js');\n`);
      writeFileSync(join(cwd, 'forks.config.cjs'), fileOf(page, 'ecosystem.config.cjs').replace('server.js', 'forks.js'));
      const service = pm2('pm2-runtime start forks.config.cjs');
      await service.printed(/part/);
      await counts(service, port, await listening(service));
      await service.stop();
      assert.equal(service.stderr.match(/@autonomica\/metrics: /g)?.length, 1, service.stderr);
    });

    it('in fork mode, under NODE_OPTIONS: only the application is measured', async () => {
      const { stdout } = await run('npx', ['autonomica-metrics', 'path'], cwd);
      writeFileSync(join(cwd, 'under.config.cjs'), "module.exports = { apps: [{ name: 'shop', script: 'server.js' }] };\n");
      const service = pm2('pm2-runtime start under.config.cjs', { NODE_OPTIONS: `--require ${stdout.trim()}` });
      await counts(service, port, await listening(service));
      await service.stop();
      assert.equal(service.stderr.match(/ serving /g)?.length, 1, service.stderr);
    });

    it('in cluster mode: the workers stay quiet', async () => {
      const clustered = fileOf(page, 'ecosystem.config.cjs').replace('node_args', 'instances: 1,\n      node_args');
      writeFileSync(join(cwd, 'cluster.config.cjs'), clustered);
      const service = pm2('pm2-runtime start cluster.config.cjs');
      await eventually(async () => assert.equal((await ask(`http://127.0.0.1:${port}/users/7`)).status, 200), 20_000);
      await service.stop();
      assert.doesNotMatch(service.stderr + service.stdout, /@autonomica\/metrics: /);
    });
  });
});
