import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../src/alerts/alerts.ts';
import { applications, beacons, type Deployment, defaultDeployment } from '../../src/alerts/deployment.ts';
import { type Alert, type Domain, isAlert } from '../../src/alerts/rule.ts';
import { rulesFile } from '../../src/generate/rules.ts';
import { run, scratch } from '../e2e/scratch.ts';

/** Two APIs, which work on tasks as well, and no job of agents. */
const deployment: Deployment = {
  ...defaultDeployment,
  jobs: { ...defaultDeployment.jobs, api: ['shop', 'shop.eu'], worker: ['shop', 'mail'], agent: [] },
  runbooks: 'https://wiki.example/runbooks',
  grafana: 'https://grafana.example',
};
const domains = Object.entries(rules) as (readonly [Domain, NonNullable<(typeof rules)[Domain]>])[];
const alerts: readonly Alert[] = domains.flatMap(([, of]) => of(deployment).flatMap((group) => group.rules.filter(isAlert)));
const exprs = (alert: string): string[] => alerts.filter((each) => each.alert === alert).map(({ expr }) => expr);

describe('the rules of a deployment', () => {
  it('select its jobs, each once, by names that are no expressions', () => {
    assert.deepEqual(applications(deployment.jobs), ['shop', 'shop.eu', 'mail']);
    assert.deepEqual(beacons(deployment.jobs), ['shop', 'shop.eu', 'collector']);
    assert.deepEqual(exprs('ApiDown'), [String.raw`sum by (job) (up{job=~"shop|shop\\.eu"}) == 0`]);
    assert.match(exprs('DatabaseDown')[0] ?? '', /job=~"shop\|shop\\\\\.eu\|mail"/);
  });

  it('tell of each job that it is absent, and not of one that there is not', () => {
    assert.deepEqual(exprs('ApiAbsent'), ['absent(up{job="shop"})', 'absent(up{job="shop.eu"})']);
    assert.deepEqual([exprs('AgentDown'), exprs('AgentAbsent')], [[], []]);
  });

  it('are none where there is nobody to be told of', () => {
    const jobs = { ...deployment.jobs, api: [], worker: [], collector: [] };
    for (const domain of ['api', 'worker', 'agent', 'frontend'] as const)
      assert.deepEqual(rules[domain]?.({ ...deployment, jobs }), [], domain);
    assert.deepEqual(
      rules.api?.({ ...deployment, jobs: { ...jobs, worker: ['mail'] } }).map(({ name }) => name),
      ['application-alerts', 'application-days'],
    );
  });

  for (const [domain, of] of domains)
    it(`are rules of Prometheus, with its runbooks and dashboards (${domain})`, async () => {
      const folder = join(scratch(), 'rules');
      mkdirSync(folder, { recursive: true });
      const text = rulesFile(domain, of(deployment), deployment);
      writeFileSync(join(folder, `${domain}.yml`), text);
      const { code, stdout, stderr } = await run('promtool', ['check', 'rules', '--lint=all', `${domain}.yml`], folder);
      assert.equal(code, 0, stdout + stderr);
      const links = [...text.matchAll(/(?:runbook_url|dashboard): (\S+)/g)].map(([, link = '']) => link);
      assert.ok(links.length > 0);
      for (const link of links)
        assert.match(link, new RegExp(`^https://(wiki.example/runbooks/${domain}.md#|grafana.example/d/autonomica-${domain}$)`));
    });
});
