import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** What an expression selects, and what is done with it. */
export interface Selector {
  readonly metric: string;
  /** As they are written: `job=~"api"`. */
  readonly matchers: readonly string[];
  /** Of a range: `5m`. */
  readonly range: string | undefined;
  /** What is called with it: `rate`. */
  readonly call: string | undefined;
  /** What it is aggregated by first: `max`. */
  readonly aggregation: string | undefined;
}

function within(node: SyntaxNode, name: string): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (at.name === name) return at;
  return undefined;
}

/**
 * The selectors of an expression, as Prometheus' own grammar has them.
 * @throws SyntaxError if it is none
 */
export function selectorsOf(expr: string): Selector[] {
  const text = (node: SyntaxNode | null | undefined): string | undefined => (node ? expr.slice(node.from, node.to) : undefined);
  const found: Selector[] = [];
  parser.parse(expr).iterate({
    enter({ type, from, node }) {
      if (type.isError) throw new SyntaxError(`no PromQL at ${from}: ${expr}`);
      if (type.name !== 'VectorSelector') return;
      const range = node.parent?.name === 'MatrixSelector' ? node.parent.getChild('DurationExpr') : undefined;
      found.push({
        metric: text(node.getChild('Identifier')) ?? '',
        matchers:
          node
            .getChild('LabelMatchers')
            ?.getChildren('UnquotedLabelMatcher')
            .map((each) => text(each) as string) ?? [],
        range: text(range),
        call: text(within(node, 'FunctionCall')?.getChild('FunctionIdentifier')),
        aggregation: text(within(node, 'AggregateExpr')?.getChild('AggregateOp')),
      });
    },
  });
  return found;
}
