import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../src/alerts/alerts.ts';
import { type Deployment, defaultDeployment, type Jobs, roles } from '../../src/alerts/deployment.ts';
import { type Domain, isAlert } from '../../src/alerts/rule.ts';
import { rulesFile } from '../../src/generate/rules.ts';
import { root, run, scratch } from '../e2e/scratch.ts';

const deploymentOf = (jobsOf: (role: string) => readonly string[]): Deployment => ({
  ...defaultDeployment,
  jobs: Object.fromEntries(roles.map((role) => [role, jobsOf(role)])) as unknown as Jobs,
});
const alertsOf = (domain: Domain, deployment: Deployment): string[] =>
  (rules[domain]?.(deployment) ?? []).flatMap((group) => group.rules.flatMap((rule) => (isAlert(rule) ? rule.alert : [])));

async function assertValid(deployment: Deployment): Promise<void> {
  const folder = mkdtempSync(join(scratch(), 'rules-'));
  const files = Object.entries(rules).map(([domain, of]) => {
    const file = join(folder, `${domain}.yml`);
    writeFileSync(file, rulesFile(domain, of(deployment), deployment));
    return file;
  });
  const { code, stdout, stderr } = await run('promtool', ['check', 'rules', '--lint=all', ...files], root);
  assert.equal(code, 0, stdout + stderr);
}

describe('rules of a deployment', () => {
  const none = deploymentOf(() => []);
  const several = deploymentOf((role) => [`${role}-eu`, `${role}.us`]);

  it('are without a fault where a role has several jobs, and where it has none', async () => {
    await assertValid(several);
    await assertValid(none);
  });

  it('select each job of a role by its whole name', () => {
    const [group] = rules.host?.(several) ?? [];
    const [first] = group?.rules ?? [];
    assert.ok(first?.expr.includes('job=~"collector-eu|collector\\\\.us"'), first?.expr);
  });

  it('are left out of what is not there', () => {
    assert.deepEqual(alertsOf('host', none), []);
    const pipeline = alertsOf('pipeline', none);
    for (const gone of [
      'JobAbsent',
      'CollectorStale',
      'PrometheusRuleFailures',
      'PrometheusNotificationsDropped',
      'AlertmanagerNotificationsFailing',
    ])
      assert.ok(!pipeline.includes(gone), gone);
    for (const there of ['Watchdog', 'TargetDown', 'MetricOverflowing', 'ReadingDown']) assert.ok(pipeline.includes(there), there);
  });

  it('tell of containers that no collector sees, where there is none', () => {
    const exprs = (deployment: Deployment): string[] =>
      (rules.container?.(deployment) ?? []).flatMap((group) => group.rules.map(({ expr }) => expr));
    assert.ok(exprs(defaultDeployment).every((expr) => expr.includes('unless')));
    assert.ok(exprs(none).every((expr) => !expr.includes('unless')));
  });
});
