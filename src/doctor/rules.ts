import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { doubtful, type Finding, listed, seconds, wrong } from './finding.ts';
import type { Facts, LoadedGroup, LoadedRule } from './prometheus-shape.ts';

export const nameOf = ({ name, type }: LoadedRule): string => `${type === 'alerting' ? 'alert' : 'recording'} ${name}`;

function ruleFindings(rule: LoadedRule, { file }: LoadedGroup): readonly Finding[] {
  if (rule.health !== 'err') return [];
  const remedy = 'mend its expression, as promtool query instant shows what it gives';
  return [
    wrong({
      check: 'rules.health',
      where: `${nameOf(rule)} in ${file}`,
      what: `it fails: ${rule.lastError ?? 'no reason is given'}`,
      remedy,
    }),
  ];
}

function groupFindings(group: LoadedGroup, now: number): readonly Finding[] {
  const { name, file, interval, evaluationTime, lastEvaluation } = group;
  const where = `group ${name} in ${file}`;
  const age = (now - Date.parse(lastEvaluation)) / 1_000;
  const slow = evaluationTime > interval;
  const what = slow
    ? `it takes ${seconds(evaluationTime)}, and is due every ${seconds(interval)}`
    : `it was evaluated ${seconds(age)} ago, and is due every ${seconds(interval)}`;
  const remedy = 'split the group, or give it a longer interval';
  const late = slow || (age > 3 * interval + 5 && !lastEvaluation.startsWith('0001'));
  return [
    ...group.rules.flatMap((rule) => ruleFindings(rule, group)),
    ...(late ? [doubtful({ check: 'rules.late', where, what, remedy })] : []),
  ];
}

/** What Prometheus says of its rules. */
export function loadedFindings({ url, groups, reloaded, answer }: Facts): readonly Finding[] {
  const where = url;
  const findings = groups.flatMap((group) => groupFindings(group, answer.date ?? answer.to));
  if (!reloaded)
    findings.push(
      wrong({
        check: 'prometheus.reload',
        where,
        what: 'its configuration could not be read the last time, and an older one is in force',
        remedy: 'promtool check config prometheus.yml says where; mend it and reload',
      }),
    );
  if (groups.length === 0)
    findings.push(wrong({ check: 'rules.none', where, what: 'it has no rules', remedy: 'name them in rule_files, and reload' }));
  return findings;
}

interface RuleFile {
  readonly groups?: readonly { readonly rules?: readonly { readonly alert?: string; readonly record?: string }[] }[];
}

/** The rules of a folder's files. @throws Error if one can't be read */
export function namesIn(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return files.flatMap((file) => {
    const { groups = [] } = (parse(readFileSync(join(folder, file), 'utf8')) ?? {}) as RuleFile;
    return groups.flatMap(({ rules = [] }) => rules.map(({ alert, record }) => alert ?? record ?? ''));
  });
}

/** The rules that should be loaded, and are not. */
export function missingFindings({ url, groups }: Facts, names: readonly string[]): readonly Finding[] {
  const loaded = new Set(groups.flatMap(({ rules }) => rules.map(({ name }) => name)));
  const missing = [...new Set(names)].filter((name) => !loaded.has(name));
  if (missing.length === 0) return [];
  const what = `it has not loaded ${listed(missing)}`;
  return [wrong({ check: 'rules.missing', where: url, what, remedy: 'name their file in rule_files, and reload' })];
}
