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
interface Written {
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
}

const rulesOf = (path: string): Written[] => {
  const { groups } = yaml(path) as { groups: readonly { rules: Written[] }[] };
  return groups.flatMap((group) => group.rules);
};
/** Of what is told after so few minutes, the end has to last for more of them, or it is told again and again. */
const soon = /^(\d+s|[12]m)$/;
const kept = /^([5-9]|\d{2,})m$|h$/;
const alertsOf = (path: string): string[] => [...new Set(rulesOf(path).flatMap(({ alert }) => alert ?? []))];
/** Of these there is no time at which they do not fire. */
const alwaysFiring = (path: string): string[] => rulesOf(path).flatMap(({ alert, expr }) => (alert && expr === 'vector(1)' ? alert : []));

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
    // what looks at days and weeks is evaluated seldom, in files of its own
    const cases = globSync(`test/alerts/${domain}{,-days,-weeks}.test.yml`, { cwd: root });

    it('have a case in which each alert fires and one in which it does not yet', () => {
      const tests = cases.flatMap((each) => (yaml(each) as { tests: readonly Case[] }).tests);
      const seen = tests.flatMap((each) => each.alert_rule_test ?? []);
      const always = alwaysFiring(file);
      for (const alert of alertsOf(file)) {
        const of = seen.filter(({ alertname }) => alertname === alert).map(({ exp_alerts = [] }) => exp_alerts.length > 0);
        assert.deepEqual(new Set(of), new Set(always.includes(alert) ? [true] : [true, false]), alert);
      }
    });

    it('go on for five minutes where they are told within two', () => {
      for (const { alert, for: after, keep_firing_for: goesOn } of rulesOf(file))
        if (after !== undefined && soon.test(after)) assert.match(goesOn ?? '', kept, alert);
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
