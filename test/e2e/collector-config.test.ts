import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { version } from '../../src/version.ts';
import { environment, project, root, run, scratch, versionOf } from './scratch.ts';
import { services } from './service.ts';

const unit = join(root, 'config', 'systemd', 'autonomica-collector.service');
const image = readFileSync(join(root, 'config', 'collector', 'Dockerfile'), 'utf8');

/** The words of an instruction in the form that runs without a shell. */
function execOf(instruction: RegExp): [command: string, ...args: string[]] {
  const [, words = ''] = instruction.exec(image) ?? [];
  return JSON.parse(words) as [string, ...string[]];
}

/** A port that was free a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

describe('the collector, as config has it', () => {
  const start = services();
  let cwd: string;
  let PATH: string;
  before(async () => {
    cwd = await project();
    PATH = [join(cwd, 'node_modules', '.bin'), environment['PATH']].join(delimiter);
  });

  it('starts by the command of the systemd unit, and ends by its signal', async () => {
    const text = readFileSync(unit, 'utf8');
    const [node = '', file = '', ...args] = /^ExecStart=(.*)$/m.exec(text)?.[1]?.split(' ') ?? [];
    const service = start({ cwd, node, file, args, env: { PATH } });
    await service.printed(/^time=\S+ level=info msg="serving http:\/\/localhost:\d+\/metrics"$/m, 'stderr');
    service.child.kill(/^KillSignal=(\w+)$/m.exec(text)?.[1] as NodeJS.Signals);
    assert.deepEqual(await service.ended, { code: 0, signal: null });
  });

  it('has a unit without a fault', async function () {
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) {
      console.log('      install systemd-analyze: apt-get install systemd');
      this.skip();
    }
    assert.deepEqual(await run('systemd-analyze', ['verify', unit], cwd), { code: 0, stdout: '', stderr: '' });
  });

  it('has an image of a fixed Node and of this version, for a user without privileges', () => {
    const lines = image.split('\n');
    assert.ok(lines.includes(`FROM node:${versionOf('node')}-bookworm-slim`), image);
    assert.ok(lines.includes(`ARG VERSION=${version}`), image);
    assert.ok(lines.includes('USER 65534:65534'), image);
  });

  it('starts by the command of the image, which knows whether it is healthy', async () => {
    const [, set = ''] = /^ENV ((?:.*\\\n)*.*)$/m.exec(image) ?? [];
    const env = Object.fromEntries(set.split(/[\s\\]+/).map((pair) => pair.split('=') as [string, string]));
    assert.deepEqual([env['AUTONOMICA_METRICS_ROOTFS'], env['OTEL_EXPORTER_PROMETHEUS_PORT']], ['/host', '8000']);
    const here = { ...env, PATH, AUTONOMICA_METRICS_ROOTFS: '/', OTEL_EXPORTER_PROMETHEUS_PORT: String(await freePort()) };
    const [asks, ...how] = execOf(/^HEALTHCHECK .*? CMD (\[.*\])$/m);
    const health = (): Promise<{ code: number }> => run(asks, how, cwd, { ...environment, ...here });
    assert.equal((await health()).code, 1);
    const [command, ...args] = execOf(/^CMD (\[.*\])$/m);
    const service = start({ cwd, node: '/usr/bin/env', file: command, args, env: here });
    await service.printed(/serving http:\/\/0\.0\.0\.0:\d+\/metrics/, 'stderr');
    assert.equal((await health()).code, 0);
    assert.deepEqual(await service.stop(), { code: 0, signal: null });
    assert.equal((await health()).code, 1);
  });

  it('runs that image closed to all but what it measures', async () => {
    const folder = mkdtempSync(join(scratch(), 'docker-'));
    writeFileSync(join(folder, 'docker'), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    chmodSync(join(folder, 'docker'), 0o755);
    const env = { ...environment, PATH: [folder, environment['PATH']].join(delimiter) };
    const { stdout } = await run(join(root, 'config', 'collector', 'run.sh'), ['--log-level', 'debug'], cwd, env);
    const said = stdout.split('\n').join(' ');
    for (const words of ['--volume /:/host:ro,rslave', '--pid host', '--read-only', '--cap-drop ALL', '--publish 127.0.0.1:8000:8000'])
      assert.ok(said.includes(words), `${words}: ${said}`);
    assert.match(said, /autonomica-collector autonomica-metrics collector --log-level debug $/);
  });
});
