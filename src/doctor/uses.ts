import type { LoadedGroup } from './prometheus-api.ts';
import { nameOf } from './rules.ts';
import { doubtful, type Finding } from './finding.ts';
import { meets, type Selector, selectorsOf } from './selectors.ts';

/** Where an expression is asked. */
export interface Expression {
  readonly where: string;
  readonly expression: string;
}
/** Where a selector is. */
export interface Use {
  readonly where: string;
  readonly selector: Selector;
}

export const expressionsOf = (groups: readonly LoadedGroup[]): readonly Expression[] =>
  groups.flatMap(({ rules }) => rules.map((rule) => ({ where: nameOf(rule), expression: rule.query })));

/** What stands for a variable where a name does. */
const standIn = 'grafana_variable';
const variable = /\$(?:\w+|\{[^}]*\})/;

/** What dashboards leave open: ranges become five minutes, names stay names, and what is in quotes stays as it is. */
const filled = (expression: string): string =>
  expression.replaceAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\$(?:\w+|\{[^}]*\})/g, (found) => {
    if (!found.startsWith('$')) return found;
    return /interval|range/.test(found) ? '5m' : standIn;
  });

/** Whether it says enough to be asked: Prometheus refuses what may match everything. */
const isAsking = ({ name, matchers }: Selector): boolean =>
  name === undefined ? matchers.some((matcher) => !matcher.op.startsWith('!') && meets(matcher, '') === false) : !name.includes(standIn);

/** Without conditions that a variable decides. */
const decided = ({ name, matchers }: Selector): Selector => ({ name, matchers: matchers.filter(({ value }) => !variable.test(value)) });

/** The selectors of expressions, and those of them that are none. */
export function usesOf(expressions: readonly Expression[]): { readonly uses: readonly Use[]; readonly findings: readonly Finding[] } {
  const uses: Use[] = [];
  const findings: Finding[] = [];
  for (const { where, expression } of expressions) {
    const selectors = selectorsOf(filled(expression));
    if (selectors === undefined)
      findings.push(
        doubtful({ check: 'series.syntax', where, what: `it is no PromQL: ${expression.slice(0, 120)}`, remedy: 'mend the expression' }),
      );
    else
      uses.push(
        ...selectors
          .map(decided)
          .filter(isAsking)
          .map((selector) => ({ where, selector })),
      );
  }
  return { uses, findings };
}
