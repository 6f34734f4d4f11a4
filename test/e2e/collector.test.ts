import assert from 'node:assert/strict';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ask } from './client.ts';
import { eventually, within } from './eventually.ts';
import { points, valueOf } from './points.ts';
import { environment, project, root, run } from './scratch.ts';
import { type Ended, type Service, services, type Starting } from './service.ts';

/** So much that the connection holds no whole scrape. */
const large = {
  OTEL_RESOURCE_ATTRIBUTES: `large=${'x'.repeat(100_000)}`,
  AUTONOMICA_METRICS_RESOURCE_LABELS: 'large',
};

const bin = (cwd: string): string => join(cwd, 'node_modules', '.bin', 'autonomica-metrics');

describe('the collector', () => {
  const start = services();
  let cwd: string;
  before(async () => {
    cwd = await project();
  });

  const collector = (args: readonly string[] = [], env: Starting['env'] = {}): Service =>
    start({ cwd, file: bin(cwd), args: ['collector', ...args], env: { OTEL_SERVICE_NAME: '', ...env } });
  const once = (args: readonly string[] = [], env: Record<string, string> = {}) =>
    run(bin(cwd), ['collector', '--once', ...args], cwd, { ...environment, ...env });

  /** Asks for a scrape and reads only its beginning. */
  async function slowReader(service: Service): Promise<{ socket: Socket; rest: () => Promise<string> }> {
    const { port } = new URL(await service.address());
    const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1');
    let text = '';
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', () => {});
    socket.write('GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n');
    await within('the beginning of a scrape', new Promise((resolve) => socket.once('data', resolve)));
    socket.pause();
    const rest = async (): Promise<string> => {
      const end = new Promise((resolve) => socket.once('close', resolve));
      socket.resume();
      await within('the end of a scrape', end);
      return text;
    };
    return { socket, rest };
  }

  async function finishes(service: Service, signal: NodeJS.Signals): Promise<void> {
    const address = (await service.address()).replace('localhost', '127.0.0.1');
    const silent = connect(Number(new URL(address).port), '127.0.0.1').on('error', () => {});
    const reader = await slowReader(service);
    service.child.kill(signal);
    await eventually(() => assert.rejects(ask(`${address}/-/healthy`), { code: 'ECONNREFUSED' }));
    const text = await reader.rest();
    const [, length] = /content-length: (\d+)/i.exec(text) ?? [];
    assert.equal(text.length - text.indexOf('\r\n\r\n') - 4, Number(length));
    assert.deepEqual(await within('its end', service.ended), { code: 0, signal: null });
    silent.destroy();
  }

  it('serves the machine under its own name, and says where', async () => {
    const service = collector();
    const text = await service.scrape();
    assert.equal(points(text, 'target_info')[0]?.labels['service_name'], 'autonomica-collector');
    assert.equal(points(text, 'system_cpu_load_average_1m').length, 1);
    assert.ok(valueOf(text, 'process_memory_usage_bytes') > 0);
    assert.deepEqual(service.said, [`@autonomica/metrics: serving ${await service.address()}/metrics`]);
    assert.equal(service.stdout, '');
    const { stdout } = await run(bin(cwd), ['status', await service.address()], cwd);
    assert.match(stdout, /^autonomica-collector: /);
    assert.match(stdout, /OTEL_EXPORTER_PROMETHEUS_PORT +0 +environment/);
  });

  it('has the machine and its own process, whatever services are told to leave out', async () => {
    const env = {
      container: 'docker',
      AUTONOMICA_METRICS_HOST: 'false',
      OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http',
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'host-metrics',
    };
    const { stdout } = await once([], env);
    assert.equal(points(stdout, 'system_cpu_load_average_1m').length, 1);
    assert.ok(valueOf(stdout, 'process_memory_usage_bytes') > 0);
  });

  it('prints one scrape, listening nowhere, also to a reader that leaves', async () => {
    const { code, stdout, stderr } = await once([], { OTEL_METRICS_EXPORTER: 'none' });
    assert.deepEqual([code, stderr], [0, '']);
    assert.ok(points(stdout, 'system_cpu_load_average_1m').length === 1 && stdout.endsWith('\n'));
    assert.deepEqual(points(stdout, 'autonomica_endpoint_info'), []);
    const piped = await run('sh', ['-c', `"$0" collector --once | head -n 1`, bin(cwd)], cwd, { ...environment, ...large });
    assert.deepEqual([piped.code, piped.stderr, piped.stdout], [0, '', '# HELP target_info Who is measured.\n']);
  });

  it('reads flags before variables', async () => {
    const service = collector(['--port=0', '--host', '127.0.0.1', '--log-format', 'text'], {
      OTEL_EXPORTER_PROMETHEUS_PORT: '1',
      OTEL_EXPORTER_PROMETHEUS_HOST: '203.0.113.7',
      AUTONOMICA_METRICS_LOG_FORMAT: 'json',
    });
    assert.match(await service.address(), /^http:\/\/127\.0\.0\.1:\d+$/);
    await service.scrape();
  });

  it('prints its help', async () => {
    for (const args of [['--help'], ['-h', '--port', 'x']]) {
      const { code, stdout, stderr } = await run(bin(cwd), ['collector', ...args], cwd, { ...environment, OTEL_SDK_DISABLED: 'true' });
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /^ {2}--port <port> .*\n.*OTEL_EXPORTER_PROMETHEUS_PORT, default 8000$/m);
    }
    assert.match((await run(bin(cwd), [], cwd)).stdout, /autonomica-metrics collector /);
  });

  it('ends with everything that is wrong in one message', async () => {
    const env = { OTEL_SDK_DISABLED: 'true', AUTONOMICA_METRICS_ROOTFS: 'host', OTEL_METRICS_EXPORTER: 'otlp' };
    const { code, stdout, stderr } = await run(bin(cwd), ['collector', '--prot', '--port', '-1', '--sample-interval=0', 'now'], cwd, {
      ...environment,
      ...env,
    });
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(
      stderr,
      `autonomica-metrics collector:
  --prot is unknown: remove it, or see --help
  --port has no value: write --port=<port>
  "now" is no flag: remove it, or see --help
  AUTONOMICA_METRICS_ROOTFS: "host" is not an absolute path
  --sample-interval: "0" is not a whole number of milliseconds from 1 to 2147483647
  OTEL_SDK_DISABLED: "true" leaves nothing to do: unset it
  AUTONOMICA_METRICS_EXPORTER, else OTEL_METRICS_EXPORTER: "otlp" has no prometheus: add it
`,
    );
  });

  it('takes no other port than its own, and says whom to ask', async () => {
    const other: Server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const taken = collector(['--port', String(port)]);
    assert.deepEqual(await within('its end', taken.ended), { code: 1, signal: null });
    const why = `can not listen on http://localhost:${port}, port ${port} is taken: by whom, tells ss -ltnp 'sport = :${port}'; or set --port`;
    assert.deepEqual(taken.said, [`@autonomica/metrics: ${why}`]);
    assert.equal((await once(['--port', String(port)])).code, 0);
    await new Promise((resolve) => other.close(resolve));
  });

  it('names an address that is not one of the machine', async () => {
    // 203.0.113.0/24 is for documentation: https://www.rfc-editor.org/rfc/rfc5737
    const lost = collector(['--host', '203.0.113.7']);
    assert.deepEqual(await within('its end', lost.ended), { code: 1, signal: null });
    assert.match(
      lost.said.join('\n'),
      /^[^\n]*can not listen on http:\/\/203\.0\.113\.7:0: [^\n]*: set --host to an address of this machine$/,
    );
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`finishes a scrape under way at ${signal}, and takes no more`, () => finishes(collector([], large), signal));

    it(`ends at once at a second signal after ${signal}`, async () => {
      const service = collector([], large);
      const address = (await service.address()).replace('localhost', '127.0.0.1');
      const { socket } = await slowReader(service);
      service.child.kill(signal);
      await eventually(() => assert.rejects(ask(`${address}/-/healthy`), { code: 'ECONNREFUSED' }));
      service.child.kill('SIGTERM');
      assert.deepEqual(await within('its end', service.ended), { code: null, signal: 'SIGTERM' });
      socket.destroy();
    });
  }

  it('writes its log in logfmt and in JSON', async () => {
    const logged = async (args: string[], env: Starting['env']): Promise<string> => {
      const service = collector(args, { OTEL_SERVICE_NAME: 'a"b', ...env });
      await service.printed(/serving/, 'stderr');
      const ended: Ended = await service.stop();
      assert.deepEqual(ended, { code: 0, signal: null });
      return service.stderr;
    };
    const time = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/.source;
    assert.match(
      await logged(['--log-format', 'logfmt'], {}),
      new RegExp(`^time=${time} level=info msg="serving http://localhost:\\d+/metrics"\n$`),
    );
    const line = await logged([], { AUTONOMICA_METRICS_LOG_FORMAT: 'json' });
    const { time: at, ...said } = JSON.parse(line) as Record<string, string>;
    assert.match(String(at), new RegExp(`^${time}$`));
    assert.match(JSON.stringify(said), /^\{"level":"info","msg":"serving http:\/\/localhost:\d+\/metrics"\}$/);
    const quiet = collector(['--log-level', 'none', '--host', '203.0.113.7']);
    assert.deepEqual(await within('its end', quiet.ended), { code: 1, signal: null });
    assert.equal(quiet.stderr, '');
  });

  it('starts once, where NODE_OPTIONS preload every program', async () => {
    const { stdout: preload } = await run(bin(cwd), ['path'], cwd);
    const service = collector(['--port=0'], {
      NODE_OPTIONS: `--require ${JSON.stringify(preload.trim())}`,
      AUTONOMICA_METRICS_HOST: 'false',
    });
    const text = await service.scrape();
    assert.equal(points(text, 'system_cpu_load_average_1m').length, 1);
    assert.equal(points(text, 'http_server_active_requests').length, 0);
    assert.equal(service.said.length, 1, service.stderr);
  });

  for (const node of ['node22-lowest', 'node26'])
    it(`runs on ${node}`, async () => {
      const program = join(root, 'node_modules', node, 'bin', 'node');
      const service = start({ cwd, file: bin(cwd), node: program, args: ['collector'], env: large });
      assert.equal(points(await service.scrape(), 'target_info')[0]?.labels['service_name'], 'e2e');
      await finishes(service, 'SIGTERM');
    });
});
