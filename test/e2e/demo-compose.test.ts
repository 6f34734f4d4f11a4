import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { roles, usual } from '../../src/alerts/deployment.ts';
import { nodeImage } from '../../src/generate/collector-image.ts';
import { ask } from './client.ts';
import { root } from './scratch.ts';
import { services } from './service.ts';

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const image = textOf('examples/demo/Dockerfile');
const { demo } = (parse(textOf('examples/demo/compose.yaml')) as { services: { demo: Demo } }).services;
interface Demo {
  readonly build: { readonly context: string; readonly dockerfile: string };
  readonly networks: Readonly<Record<string, { readonly aliases: readonly string[] }>>;
}

describe('the demo in a container', () => {
  const start = services();

  it('is built from the repository, and has the names that Prometheus looks up', () => {
    assert.ok(image.includes(`FROM ${nodeImage}\n`));
    assert.equal(textOf(join('config', demo.build.context, demo.build.dockerfile)), image);
    const { networks } = parse(textOf('config/compose.yaml')) as { networks: object };
    const [[network, { aliases }] = assert.fail()] = Object.entries(demo.networks);
    assert.ok(Object.hasOwn(networks, network));
    assert.deepEqual(
      aliases,
      roles.filter((role) => ['api', 'worker', 'agent'].includes(role)),
    );
    for (const role of ['api', 'worker', 'agent'] as const) assert.match(image, new RegExp(`^EXPOSE .*${usual[role].split(':')[1]}`, 'm'));
  });

  it('has in its image nothing that is secret beside the configuration', () => {
    const ours = (file: string): string[] => textOf(file).match(/^config\/[^\n]*[^/\n]/gm) ?? [];
    assert.ok(image.includes('\nCOPY . .\n') && ours('.gitignore').length > 0);
    assert.deepEqual(ours('.dockerignore'), ours('.gitignore'));
  });

  it('starts by its command, and is measured from other containers', async () => {
    const [, set = ''] = /^ENV ((?:.*\\\n)*.*)$/m.exec(image) ?? [];
    const env = Object.fromEntries(set.split(/[\s\\]+/).map((pair) => pair.split('=') as [string, string]));
    const [node = '', file = '', ...args] = JSON.parse(/^CMD (\[.*\])$/m.exec(image)?.[1] ?? '') as string[];
    const started = start({ cwd: root, node, file, args, env: { ...env, OTEL_EXPORTER_PROMETHEUS_PORT: '0' } });
    const [, endpoint = ''] = await started.printed(/metrics {2}(http:\/\/0\.0\.0\.0:\d+\/metrics)/, 'stdout');
    assert.equal((await ask(endpoint.replace('0.0.0.0', '127.0.0.1'))).status, 200);
    assert.deepEqual(await started.stop(), { code: 0, signal: null });
  });
});
