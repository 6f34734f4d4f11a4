import { doubtful, type Finding } from './finding.ts';
import type { LoadedGroup } from './prometheus-shape.ts';
import { nameOf } from './rules.ts';
import { meets } from './matcher.ts';
import { type Selector, selectorsOf } from './selectors.ts';
import { hasVariable, readings, standIn } from './variables.ts';

/** Where an expression is asked. */
export interface Expression {
  readonly where: string;
  readonly expression: string;
  /** Whether it is known to be meant as PromQL, and not known to be it. */
  readonly isPromql?: boolean;
}
/** Where a selector is. */
export interface Use {
  readonly where: string;
  readonly selector: Selector;
}

/** What Prometheus has loaded it has read. */
export const expressionsOf = (groups: readonly LoadedGroup[]): readonly Expression[] =>
  groups.flatMap(({ rules }) => rules.map((rule) => ({ where: nameOf(rule), expression: rule.query })));

/** Whether a variable decides a name, or a part of it, in quotes or not. */
const isOpen = (name: string): boolean => name.includes(standIn) || hasVariable(name);

/** Whether it says enough to be asked: Prometheus refuses what may match everything. */
const isAsking = ({ name, matchers }: Selector): boolean =>
  name === undefined ? matchers.some((matcher) => !matcher.op.startsWith('!') && meets(matcher, '') === false) : !isOpen(name);

/** Without conditions that a variable decides. */
const decided = ({ name, matchers }: Selector): Selector => ({
  name,
  matchers: matchers.filter(({ label, value }) => !isOpen(label) && !hasVariable(value)),
});

/** The selectors of the first reading that is PromQL. */
function selectorsIn(expression: string): readonly Selector[] | undefined {
  for (const reading of readings(expression)) {
    const selectors = selectorsOf(reading);
    if (selectors !== undefined) return selectors;
  }
  return undefined;
}

const shown = (expression: string): string => expression.trim().replaceAll(/\s+/g, ' ').slice(0, 120);

export interface Uses {
  readonly uses: readonly Use[];
  readonly findings: readonly Finding[];
  /** Where an expression is that was not looked into: what it becomes is decided elsewhere. */
  readonly unread: readonly string[];
}

/** The selectors of expressions, and those of them that are none. */
export function usesOf(expressions: readonly Expression[]): Uses {
  const [uses, findings, unread]: [Use[], Finding[], string[]] = [[], [], []];
  for (const { where, expression, isPromql = false } of expressions) {
    const selectors = selectorsIn(expression);
    if (selectors !== undefined)
      uses.push(
        ...selectors
          .map(decided)
          .filter(isAsking)
          .map((selector) => ({ where, selector })),
      );
    else if (!isPromql || hasVariable(expression)) unread.push(where);
    else
      findings.push(
        doubtful({ check: 'series.syntax', where, what: `it is no PromQL: ${shown(expression)}`, remedy: 'mend the expression' }),
      );
  }
  return { uses, findings, unread: [...new Set(unread)] };
}
