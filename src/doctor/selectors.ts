import type { SyntaxNodeRef } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import type { Matcher } from './matcher.ts';

/** What an expression asks for: `up{job="api"}`. */
export interface Selector {
  /** Undefined where it is chosen by an expression, or not at all. */
  readonly name: string | undefined;
  readonly matchers: readonly Matcher[];
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" };

/** The text that a literal of Go means. */
function literal(written: string): string {
  const inner = written.slice(1, -1);
  if (written.startsWith('`')) return inner;
  return inner.replaceAll(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|(.))/g, (all, byte?: string, unit?: string, sign?: string) =>
    sign === undefined ? String.fromCharCode(Number.parseInt(byte ?? unit ?? '', 16)) : (escapes[sign] ?? all),
  );
}

function matcherOf(node: SyntaxNodeRef, expression: string): Matcher {
  const [label = '', op = '', value = ''] = ['LabelName', 'QuotedLabelName', 'MatchOp', 'StringLiteral']
    .flatMap((name) => node.node.getChildren(name))
    .map(({ from, to }) => expression.slice(from, to));
  return { label: /^["'`]/.test(label) ? literal(label) : label, op: op as Matcher['op'], value: literal(value) };
}

function selectorOf(node: SyntaxNodeRef, expression: string): Selector {
  const named = node.node.getChild('Identifier');
  const matchers: Matcher[] = [];
  let name = named ? expression.slice(named.from, named.to) : undefined;
  node.node.cursor().iterate((inside) => {
    if (inside.name === 'UnquotedLabelMatcher' || inside.name === 'QuotedLabelMatcher') matchers.push(matcherOf(inside, expression));
    if (inside.name === 'QuotedLabelName' && inside.node.parent?.name === 'LabelMatchers')
      name = literal(expression.slice(inside.from, inside.to));
  });
  const nameIs = matchers.find(({ label, op }) => label === '__name__' && op === '=');
  return { name: name ?? nameIs?.value, matchers: matchers.filter((each) => each !== nameIs) };
}

/** The selectors of an expression of PromQL; undefined if it is none. */
export function selectorsOf(expression: string): readonly Selector[] | undefined {
  const found: Selector[] = [];
  let isWhole = true;
  parser.parse(expression).iterate({
    enter: (node) => {
      if (node.type.isError) isWhole = false;
      if (node.name === 'VectorSelector') found.push(selectorOf(node, expression));
    },
  });
  return isWhole ? found : undefined;
}

/** A label as PromQL writes it, which since Prometheus 3 may be any text. */
const labelText = (label: string): string => (/^[a-zA-Z_]\w*$/.test(label) ? label : JSON.stringify(label));

/** A selector as PromQL writes it; equal ones are equal texts. */
export function selectorText({ name = '', matchers }: Selector): string {
  const isClassic = /^([a-zA-Z_:][\w:]*)?$/.test(name);
  const conditions = matchers.map(({ label, op, value }) => `${labelText(label)}${op}${JSON.stringify(value)}`).toSorted();
  const inside = isClassic ? conditions : [JSON.stringify(name), ...conditions];
  return `${isClassic ? name : ''}${inside.length === 0 ? '' : `{${inside.join(',')}}`}`;
}
