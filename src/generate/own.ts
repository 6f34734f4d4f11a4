import { basename, extname } from 'node:path';
import type { Deployment } from '../alerts/deployment.ts';
import { type Group, isAlert, type Rule, type Rules, severities } from '../alerts/rule.ts';
import { catalogue as ours } from '../catalogue/catalogue.ts';
import { check } from '../catalogue/check.ts';
import { isActivity, isDefinition, type Tree } from '../catalogue/define.ts';
import { ConfigError } from '../environment.ts';
import { shown } from '../setting.ts';
import { messageOf } from '../message-of.ts';

/** The catalogue of an application, and what is to be told about it. */
export interface Own {
  /** As its file is called: its rules are too. */
  readonly name: string;
  readonly catalogue: Tree;
  readonly rules: Rules;
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every(
    (each: Tree[string]) => typeof each === 'object' && each !== null && (isDefinition(each) || isActivity(each) || isTree(each)),
  );

function catalogueIn(module: Readonly<Record<string, unknown>>, problems: string[]): Tree {
  const { catalogue } = module;
  if (!isTree(catalogue)) {
    const names = Object.keys(module).join(', ');
    problems.push(`it exports no catalogue of definitions but ${names || 'nothing'}: write export const catalogue = { … }`);
    return {};
  }
  try {
    check({ ...ours, own: catalogue });
  } catch (error) {
    problems.push(messageOf(error));
  }
  return catalogue;
}

/** What a rule lacks that its type asks for, which JavaScript does not. */
function* faultsOf(rule: Rule): Generator<string> {
  const fields = isAlert(rule) ? ['expr', 'team', 'summary', 'description'] : ['record', 'expr'];
  const missing = fields.filter((field) => typeof (rule as unknown as Record<string, unknown>)[field] !== 'string');
  const name = isAlert(rule) ? `alert ${rule.alert}` : `rule ${shown(rule.record)}`;
  if (missing.length > 0) yield `${name} has no ${missing.join(', ')}`;
  if (isAlert(rule) && !severities.includes(rule.severity))
    yield `${name}: severity ${shown(rule.severity)} is not ${severities.join(', ')}`;
}

function rulesIn({ rules = () => [] }: Readonly<Record<string, unknown>>, deployment: Deployment, problems: string[]): Rules {
  if (typeof rules !== 'function') {
    problems.push(`its rules are ${shown(rules)}, not a function: write export const rules = (deployment) => [ … ]`);
    return () => [];
  }
  try {
    const groups: readonly Group[] = (rules as Rules)(deployment);
    problems.push(...groups.flatMap((group) => group.rules.flatMap((rule) => [...faultsOf(rule)])));
  } catch (error) {
    problems.push(`its rules: ${messageOf(error)}`);
  }
  return rules as Rules;
}

/**
 * What a module exports as `catalogue`, and as `rules`.
 * @param deployment with which the rules are tried
 * @throws ConfigError that lists what is wrong about it
 */
export function ownOf(module: Readonly<Record<string, unknown>>, file: string, deployment: Deployment): Own {
  const problems: string[] = [];
  const name = basename(file, extname(file));
  if (Object.hasOwn(ours, name)) problems.push(`its name is that of a domain, whose rules would be written over: rename it`);
  const own = { name, catalogue: catalogueIn(module, problems), rules: rulesIn(module, deployment, problems) };
  if (problems.length > 0) throw new ConfigError(problems.map((problem) => `${file}: ${problem}`));
  return own;
}
