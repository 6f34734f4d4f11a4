import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { rules } from '../../src/alerts/alerts.ts';
import { run } from '../e2e/scratch.ts';

interface Case {
  readonly alert_rule_test?: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[];
}

const root = join(import.meta.dirname, '..', '..');
const yaml = (path: string): unknown => parse(readFileSync(join(root, path), 'utf8'));
const alertsOf = (path: string): string[] => {
  const { groups } = yaml(path) as { groups: readonly { rules: readonly { alert?: string }[] }[] };
  return [...new Set(groups.flatMap((group) => group.rules.flatMap(({ alert }) => alert ?? [])))];
};

for (const domain of Object.keys(rules))
  describe(`the rules of ${domain}`, () => {
    const file = `config/prometheus/rules/${domain}.yml`;
    // what looks at days is evaluated seldom, in a file of its own
    const cases = globSync(`test/alerts/${domain}{,-days}.test.yml`, { cwd: root });

    it('are without a fault', async () => {
      const { code, stdout, stderr } = await run('promtool', ['check', 'rules', '--lint=all', file], root);
      assert.equal(code, 0, stdout + stderr);
    });

    it('fire when they have to, and not before', async () => {
      const { code, stdout, stderr } = await run('promtool', ['test', 'rules', ...cases], root);
      assert.equal(code, 0, stdout + stderr);
    });

    it('have a case in which each alert fires and one in which it does not yet', () => {
      const tests = cases.flatMap((each) => (yaml(each) as { tests: readonly Case[] }).tests);
      const seen = tests.flatMap((each) => each.alert_rule_test ?? []);
      for (const alert of alertsOf(file)) {
        const of = seen.filter(({ alertname }) => alertname === alert).map(({ exp_alerts = [] }) => exp_alerts.length > 0);
        assert.deepEqual(new Set(of), new Set([true, false]), alert);
      }
    });

    it('have a section for each alert, which says what to do', () => {
      const page = readFileSync(join(root, `docs/runbooks/${domain}.md`), 'utf8');
      const sections = new Map(
        page
          .split(/^## /m)
          .slice(1)
          .map((section) => [section.split('\n', 1)[0] ?? '', section] as const),
      );
      assert.deepEqual([...sections.keys()].toSorted(), alertsOf(file).toSorted());
      for (const [alert, section] of sections)
        for (const part of ['**What it means.**', '**How to check.**', '\n```promql\n', '**What to do.**', '\n```sh\n'])
          assert.ok(section.includes(part), `${alert}: ${part}`);
    });
  });
