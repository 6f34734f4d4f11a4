import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeployment } from '../../src/generate/deployment.ts';
import { monitoring } from '../../src/generate/monitoring.ts';
import { oftener } from '../monitoring/hurried.ts';
import { eventually } from './eventually.ts';
import { has, Prometheus } from './prometheus.ts';
import { project, root, scratch } from './scratch.ts';
import { services } from './service.ts';

/** A deployment of which each job asks the same service in its own way. */
function yamlOf(target: string, secrets: string): string {
  const tls = `tls_config: { ca_file: ${join(root, 'test', 'fixtures', 'localhost.pem')}, server_name: localhost }`;
  const asked = (job: string, ...more: readonly string[]): string =>
    `  ${job}: { ${[`static: ['${target}']`, 'metrics_path: /internal/metrics', ...more].join(', ')} }\n`;
  const password = (file: string): string => `basic_auth: { username: prometheus, password_file: ${join(secrets, file)} }`;
  const token = `authorization: { credentials_file: ${join(secrets, 'token')} }`;
  return `jobs: { api: [by-password, by-token, unverified, wrong, untrusting], worker: [], agent: [], collector: [], prometheus: [], alertmanager: [], grafana: [] }
targets:
${asked('by-password', tls, password('password'))}${asked('by-token', tls, token)}\
${asked('unverified', 'tls_config: { insecure_skip_verify: true }', token)}\
${asked('wrong', tls, password('wrong'))}${asked('untrusting', 'scheme: https', token)}`;
}

describe('a service behind TLS and a password', () => {
  const start = services();

  it('is scraped as the deployment says, by who knows it and knows the password', async function () {
    if (!has('prometheus')) this.skip();
    const service = start({ cwd: await project(), file: 'guarded.cjs', flag: '--require' });
    const secrets = mkdtempSync(join(scratch(), 'secrets-'));
    for (const [name, secret] of Object.entries({ password: 's3cret', token: 't0ken', wrong: 'guessed' }))
      writeFileSync(join(secrets, name), secret);
    const yaml = yamlOf(new URL(await service.url()).host, secrets);
    const prometheus = await Prometheus.start(oftener(monitoring(readDeployment(yaml, {}))['prometheus/prometheus.yml'] ?? ''));
    try {
      await eventually(async () => {
        const up = await prometheus.query('up');
        assert.deepEqual(Object.fromEntries(up.map(({ metric, value }) => [metric['job'], value[1]])), {
          'by-password': '1',
          'by-token': '1',
          unverified: '1',
          wrong: '0',
          untrusting: '0',
        });
        assert.equal((await prometheus.query('autonomica_build_info')).length, 3);
      }, 30_000);
    } finally {
      await prometheus.stop();
    }
  });
});
