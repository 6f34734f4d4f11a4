import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Alertmanager as Definition } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { Secret } from 'kubernetes-models/v1';
import { parse } from 'yaml';
import { readDeployment } from '../../src/generate/deployment.ts';
import { type Files, monitoring } from '../../src/generate/monitoring.ts';
import { eventually } from '../e2e/eventually.ts';
import { run, scratch } from '../e2e/scratch.ts';
import { Alertmanager } from '../monitoring/alertmanager.ts';
import { Recipients } from '../monitoring/recipients.ts';
import { slackTitles } from '../monitoring/titles.ts';
import { withEach } from '../monitoring/versions.ts';
import { blocksOf, fileOf } from '../pages.ts';

const manifest = 'kubernetes/alertmanager.yaml';
/** Everything that may be said, by a version. */
const everything = (version: string): string =>
  version === '0.28'
    ? fileOf('docs/alerting.md', 'everything.yml')
    : 'alerting: { receivers: { chat: { slack: { url_file: /etc/alertmanager/secrets/slack } } }, default: [chat] }';

interface Manifest {
  readonly metadata: { readonly name: string };
  readonly stringData: Readonly<Record<string, string>>;
}
const secretIn = (files: Files): Manifest => parse(files[manifest] ?? '') as Manifest;

/** What the operator makes of the Secret, below a folder instead of the root; the keys of others are there as it mounts them. */
function mounted({ stringData }: Manifest, secrets: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(scratch(), 'operated-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const { 'alertmanager.yaml': configuration = '', ...texts } = stringData;
  write('alertmanager.yml', configuration.replaceAll('/etc/alertmanager', folder).replace('group_wait: 30s', 'group_wait: 100ms'));
  for (const [name, text] of Object.entries(texts)) write(join('config', name), text);
  for (const [path, secret] of Object.entries(secrets)) write(join('secrets', path), secret);
  return folder;
}

describe('Alertmanager in a cluster', () => {
  const told = monitoring(readDeployment(everything('0.28'), {}));

  it('has what it reads in a Secret, and no secret: those are keys of others, which the manifest names', () => {
    const secret = secretIn(told);
    new Secret(secret).validate();
    assert.deepEqual(Object.keys(secret.stringData), ['alertmanager.yaml', 'text.tmpl', 'slack.tmpl', 'html.tmpl']);
    const text = secret.stringData['alertmanager.yaml'] ?? '';
    assert.deepEqual((parse(text) as { templates: unknown }).templates, ['/etc/alertmanager/config/*.tmpl']);
    const named = [...text.matchAll(/_file: (\S+)/g)].map(([, path = '']) => path);
    const [, keys = ''] = /^# {3}Secret autonomica-receivers: (.*)$/m.exec(told[manifest] ?? '') ?? [];
    assert.ok(named.length > 3);
    assert.deepEqual(new Set(named), new Set(keys.split(', ').map((key) => `/etc/alertmanager/secrets/autonomica-receivers/${key}`)));
  });

  it('is as elsewhere but for where its files are', () => {
    const [here, there] = [secretIn(told).stringData['alertmanager.yaml'] ?? '', told['alertmanager/alertmanager.yml'] ?? ''];
    assert.equal(here.replaceAll('/secrets/autonomica-receivers/', '/secrets/').replace('/etc/alertmanager/config/', 'templates/'), there);
  });

  it('finds a secret that lies as the operator mounts it there, and any other by its path', () => {
    const yaml = `alerting:
  receivers:
    a: { slack: { url_file: /etc/alertmanager/secrets/team.chat/url } }
    b: { slack: { url_file: /run/secrets/slack } }
    c: { slack: { url_file: /etc/alertmanager/secrets-of-others/url } }
  default: [a, b, c]`;
    const text = monitoring(readDeployment(yaml, {}))[manifest] ?? '';
    assert.deepEqual(
      [...text.matchAll(/api_url_file: (\S+)/g)].map(([, path]) => path),
      ['team.chat/url', 'autonomica-receivers/run-secrets-slack', 'autonomica-receivers/etc-alertmanager-secrets-of-others-url'].map(
        (path) => `/etc/alertmanager/secrets/${path}`,
      ),
    );
    assert.match(text, /^# {3}Secret team\.chat: url\n# {3}Secret autonomica-receivers: run-secrets-slack, etc-/m);
  });

  it('is not there where the deployment has none', () =>
    assert.equal(monitoring(readDeployment('jobs: { alertmanager: [] }', {}))[manifest], undefined));

  it('is referred to as the page says, by what the operator defines', () => {
    const { text } = blocksOf('docs/monitoring.md').find(({ info }) => info === 'sh refer') ?? assert.fail('no such command');
    const [, patch = ''] = /--patch '(.*)'/.exec(text) ?? [];
    const { spec } = JSON.parse(patch) as { spec: { configSecret: string; secrets: readonly string[] } };
    new Definition({ metadata: { name: 'main' }, spec } as never).validate();
    assert.deepEqual([spec.configSecret, spec.secrets], [secretIn(told).metadata.name, ['autonomica-receivers']]);
  });

  withEach('amtool', ({ path, version }) => {
    it('is accepted, with its templates', async () => {
      const oldest = version.startsWith('0.25.') ? '0.25' : '0.28';
      for (const yaml of ['', everything(oldest)]) {
        const folder = mounted(secretIn(monitoring(readDeployment(yaml, {}))));
        const { code, stdout, stderr } = await run(path, ['check-config', join(folder, 'alertmanager.yml')], scratch());
        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, / - 1 templates\n {2}SUCCESS\n/);
      }
    });
  });

  withEach('prometheus-alertmanager', ({ path }) => {
    it('tells people, by the keys of the Secret', async () => {
      const recipients = new Recipients();
      const url = await recipients.listen();
      const secrets = { 'autonomica-receivers/slack': `${url}/slack/services/T000/B000/XXXX` };
      const alertmanager = await Alertmanager.start(path, mounted(secretIn(monitoring(readDeployment(everything('0.25'), {}))), secrets));
      try {
        await alertmanager.send([{ labels: { alertname: 'Trial', severity: 'warning' }, annotations: { summary: 'A trial' } }]);
        await eventually(() =>
          assert.deepEqual(slackTitles(recipients.to('/slack/services/T000/B000/XXXX')), ['[warning] A trial (Trial)']),
        );
      } finally {
        await alertmanager.stop();
        await recipients.close();
      }
    });
  });
});
