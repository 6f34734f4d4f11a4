import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { rules } from '../../src/alerts/alerts.ts';
import { run } from '../e2e/scratch.ts';
import { withEach } from '../monitoring/versions.ts';

interface Case {
  readonly alert_rule_test?: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[];
}

const root = join(import.meta.dirname, '..', '..');
const yaml = (path: string): unknown => parse(readFileSync(join(root, path), 'utf8'));
const alertsOf = (path: string): string[] => {
  const { groups } = yaml(path) as { groups: readonly { rules: readonly { alert?: string }[] }[] };
  return [...new Set(groups.flatMap((group) => group.rules.flatMap(({ alert }) => alert ?? [])))];
};

describe('the rules', () => {
  const domains = Object.keys(rules);
  withEach('promtool', ({ path }) => {
    const accepts = async (command: string, ...args: readonly string[]): Promise<void> => {
      const { code, stdout, stderr } = await run(path, [command, 'rules', ...args], root);
      assert.equal(code, 0, stdout + stderr);
    };
    it('are without a fault', () => accepts('check', '--lint=all', ...domains.map((domain) => `config/prometheus/rules/${domain}.yml`)));
    it('fire when they have to, and not before', () => accepts('test', ...globSync('test/alerts/*.test.yml', { cwd: root })));
  });
});

for (const domain of Object.keys(rules))
  describe(`the rules of ${domain}`, () => {
    const file = `config/prometheus/rules/${domain}.yml`;
    const cases = `test/alerts/${domain}.test.yml`;

    it('have a case in which each alert fires and one in which it does not yet', () => {
      const { tests } = yaml(cases) as { tests: readonly Case[] };
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
        for (const part of ['What it means', 'How to check', 'What to do'])
          assert.ok(section.includes(`**${part}.**`), `${alert}: ${part}`);
    });
  });
