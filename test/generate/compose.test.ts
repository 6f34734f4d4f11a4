import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { defaultDeployment, targetsOf } from '../../src/alerts/deployment.ts';
import { nodeImage } from '../../src/generate/collector-image.ts';
import { images } from '../../src/generate/containers.ts';
import { readDeployment } from '../../src/generate/deployment.ts';
import { monitoring } from '../../src/generate/monitoring.ts';
import { ask } from '../e2e/client.ts';
import { eventually, within } from '../e2e/eventually.ts';
import { root, run, scratch, versionOf } from '../e2e/scratch.ts';
import { areFetched, composes, type Program, type ProgramName, versionsOf, withEach } from '../monitoring/versions.ts';
import { freePort } from '../pages.ts';

interface Service {
  readonly image: string;
  readonly user: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly mem_limit: string;
  readonly cpus: number;
  readonly logging: { readonly options: object };
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly extra_hosts?: readonly string[];
  readonly secrets?: readonly string[];
  readonly volumes: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly name: string }>>;
  readonly volumes: object;
  readonly secrets: object;
}

const files = monitoring(defaultDeployment);
const compose = parse(files['compose.yaml'] ?? '') as Compose;
const services = Object.entries(compose.services);
const serviceOf = (name: string): Service => compose.services[name] ?? assert.fail(name);
const mountsOf = ({ volumes }: Service): (readonly [source: string, target: string])[] =>
  volumes.map((each) => each.split(':')).map(([source = '', target = '']) => [source, target]);

/** Folders of whoever runs it, which it says how to make. */
const theirs = ['./prometheus/targets', './prometheus/secrets'];

/** A machine as the container sees it, below a folder: what is mounted, and a folder for each volume. */
function mounted(service: Service, more: Readonly<Record<string, string>> = {}): string {
  const machine = mkdtempSync(join(scratch(), 'container-'));
  const all = { ...more, ...files };
  for (const [source, target] of mountsOf(service)) {
    const inside = Object.keys(all).filter((path) => `./${path}` === source || `./${path}`.startsWith(`${source}/`));
    if (inside.length === 0) mkdirSync(join(machine, target), { recursive: true });
    for (const path of inside) {
      const file = join(machine, target, `./${path}`.slice(source.length));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, all[path] ?? '');
    }
  }
  return machine;
}

/** A service's command by a program of this machine, below the folder instead of the root. */
function started({ path }: Program, { command = [] }: Service, machine: string, port: number): ChildProcess {
  const below = command.map((flag) => flag.replace(/=(?=\/)/, `=${machine}`));
  return spawn(path, [...below, `--web.listen-address=127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** What is asked whether it is healthy, of the program's own version, by the one beside it. */
const askedAt = ({ healthcheck }: Service, port: number): string[] =>
  (healthcheck?.test ?? []).slice(2).map((word) => word.replace(/localhost:\d+/, `127.0.0.1:${port}`));
const besides = (name: ProgramName, version: string): Program =>
  versionsOf(name).find((each) => each.version === version) ?? assert.fail(name);

async function runs(program: Program, service: Service, more = {}, health?: (port: number) => Promise<void>): Promise<void> {
  const port = await freePort();
  const child = started(program, service, mounted(service, more), port);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const ready = eventually(async () => assert.equal((await ask(`http://127.0.0.1:${port}/-/ready`)).status, 200));
    await Promise.race([ready, ended.then(() => assert.fail(said))]);
    await health?.(port);
  } finally {
    child.kill('SIGTERM');
    await within('its end', ended);
  }
}

const isAtLeast = (version: string, major: number, minor: number): boolean => {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
};

/** A service that runs on the machine itself, as a file says it. */
const listed = { 'prometheus/targets/api/host.yml': "- targets: ['host.docker.internal:9464']\n" };

describe('compose.yaml', () => {
  for (const [name, service] of services)
    it(`${name}: no root, nothing to write, no capability, bounds, a log that rotates, a port for this machine alone`, () => {
      assert.match(service.user, /^[1-9]\d*(:[1-9]\d*)?$/);
      assert.deepEqual([service.read_only, service.cap_drop, service.security_opt], [true, ['ALL'], ['no-new-privileges:true']]);
      assert.ok(service.mem_limit && service.cpus);
      assert.deepEqual(service.logging.options, { 'max-size': '10m', 'max-file': '3' });
      assert.match(service.image, /:v?\d+\.\d+\.\d+$/);
      for (const port of service.ports ?? []) assert.match(port, /^127\.0\.0\.1:\d+:\d+$/);
      // the collector's is in its image
      assert.ok(service.healthcheck !== undefined || files['collector/Dockerfile']?.includes('\nHEALTHCHECK '));
    });

  it('refers to what is there: files, volumes, networks, secrets', () => {
    const folders = new Set(Object.keys(files).map((path) => path.split('/')[0]));
    for (const [, service] of services) {
      for (const [source] of mountsOf(service)) {
        if (source.startsWith('/')) continue;
        if (theirs.includes(source)) assert.match(files['compose.yaml'] ?? '', new RegExp(`^# +mkdir -p .*${source.slice(2)}[ /\\n]`, 'm'));
        else if (!source.startsWith('./')) assert.ok(Object.hasOwn(compose.volumes, source), source);
        else if (folders.has(source.split('/')[1] ?? ''))
          assert.ok(
            Object.keys(files).some((path) => `./${path}`.startsWith(source)),
            source,
          );
      }
      for (const network of service.networks) assert.ok(Object.hasOwn(compose.networks, network), network);
      for (const secret of service.secrets ?? []) assert.ok(Object.hasOwn(compose.secrets, secret), secret);
    }
    assert.equal(nodeImage, `node:${versionOf('node')}-bookworm-slim`);
  });

  it('finds its services by their names, and those that are said to be elsewhere there', () => {
    const of = (yaml: string): readonly { job_name: string; static_configs?: unknown; dns_sd_configs?: readonly object[] }[] =>
      (parse(monitoring(readDeployment(yaml, {}))['compose/prometheus.yml'] ?? '') as { scrape_configs: [] }).scrape_configs;
    const job = (name: string, yaml = ''): object => of(yaml).find(({ job_name: each }) => each === name) ?? assert.fail(name);
    const listing = (name: string): object => ({
      file_sd_configs: [{ files: [`targets/${name}/*.yml`, `targets/${name}/*.json`], refresh_interval: '30s' }],
    });
    const dns = (name: string, port: number): object => ({ dns_sd_configs: [{ names: [name], type: 'A', port, refresh_interval: '30s' }] });
    const has = (actual: object, expected: object): void => assert.deepEqual({ ...actual, ...expected }, actual);
    has(job('worker'), dns('worker', 9467));
    has(job('worker'), listing('worker'));
    has(job('collector'), dns('collector', 8000));
    has(job('grafana'), { static_configs: [{ targets: ['grafana:3000'] }] });
    has(job('checkout', 'jobs: { api: [api, checkout] }'), dns('checkout', 9464));
    has(job('api', 'targets: { api: { static: ["10.0.0.1:9464"] } }'), { static_configs: [{ targets: ['10.0.0.1:9464'] }] });
    assert.deepEqual(targetsOf('grafana', defaultDeployment).static, ['localhost:3001']);
  });

  it('finds the doctor on the machine, or where it is said to be', () => {
    const waits = (yaml: string): readonly string[] => {
      const written = monitoring(readDeployment(yaml, {}));
      return ['compose/alertmanager.yml', 'alertmanager/alertmanager.yml'].map((path) => {
        const { receivers } = parse(written[path] ?? '') as { receivers: { name: string; webhook_configs?: { url: string }[] }[] };
        return receivers.find(({ name }) => name === 'doctor')?.webhook_configs?.[0]?.url ?? '';
      });
    };
    assert.deepEqual(waits(''), ['http://host.docker.internal:9095/', 'http://localhost:9095/']);
    assert.deepEqual(waits('alerting: { doctor: { url: "http://ci:1/" } }'), ['http://ci:1/', 'http://ci:1/']);
  });

  it('lets Prometheus and Alertmanager alone reach the machine and what is beyond it', () => {
    const outward = services.filter(([, { networks }]) => networks.includes('outside')).map(([name]) => name);
    assert.deepEqual(outward, ['prometheus', 'alertmanager']);
    // the way out of a container is by that of its networks whose name comes first
    const [first] = Object.values(compose.networks)
      .map(({ name }) => name)
      .toSorted();
    assert.equal(first, compose.networks['outside']?.name);
    const beside = services.filter(([, { extra_hosts: hosts }]) => hosts?.includes('host.docker.internal:host-gateway'));
    assert.deepEqual(
      beside.map(([name]) => name),
      outward,
    );
  });

  it('has a Docker Compose to be accepted by in CI, where Debian’s packages can be had', () => {
    const isWanted = process.env['CI'] === 'true' && areFetched();
    assert.ok(!isWanted || composes().length > 0, 'there is none: .ci/monitoring says why');
  });

  for (const { path, version } of composes())
    it(`is accepted by docker compose ${version}, the demo beside it too`, async () => {
      const [ours, demo] = ['config/compose.yaml', 'examples/demo/compose.yaml'].map((file) => join(root, file));
      for (const named of [[ours], [ours, demo]]) {
        const args = [...named.flatMap((file) => ['--file', file ?? '']), 'config', '--quiet'];
        assert.deepEqual(await run(path, args, scratch()), { code: 0, stdout: '', stderr: '' });
      }
    });

  it('pins the newest versions that the tests run', () => {
    const newest = (name: ProgramName): string => versionsOf(name).at(-1)?.version ?? '';
    if (versionsOf('prometheus').length > 1) assert.ok(images.prometheus.endsWith(`:v${newest('prometheus')}`), newest('prometheus'));
    if (versionsOf('prometheus-alertmanager').length > 1)
      assert.ok(images.alertmanager.endsWith(`:v${newest('prometheus-alertmanager')}`), newest('prometheus-alertmanager'));
  });

  withEach('prometheus', (program) => {
    it('starts as it says, and is found healthy', () =>
      runs(program, serviceOf('prometheus'), listed, async (port) => {
        const rules = JSON.parse((await ask(`http://127.0.0.1:${port}/api/v1/rules`)).body) as { data: { groups: readonly unknown[] } };
        assert.ok(rules.data.groups.length > 0);
        // older ones can't be asked in this way; the image is not one of them
        if (!isAtLeast(program.version, 2, 53)) return;
        const { code, stdout, stderr } = await run(
          besides('promtool', program.version).path,
          askedAt(serviceOf('prometheus'), port),
          scratch(),
        );
        assert.equal(code, 0, stdout + stderr);
        // it looks for targets after 5 s: the one of the image for all
        if (!images.prometheus.endsWith(`:v${program.version}`)) return;
        await eventually(async () =>
          assert.match((await ask(`http://127.0.0.1:${port}/api/v1/targets`)).body, /"host\.docker\.internal:9464"/),
        );
      }));
  });

  withEach('prometheus-alertmanager', (program) => {
    it('starts as it says, and is found healthy', () =>
      runs(program, serviceOf('alertmanager'), {}, async (port) => {
        const { code, stdout, stderr } = await run(
          besides('amtool', program.version).path,
          askedAt(serviceOf('alertmanager'), port),
          scratch(),
        );
        assert.equal(code, 0, stdout + stderr);
      }));
  });
});
