import assert from 'node:assert/strict';
import { parser } from '@prometheus-io/lezer-promql';
import { isAlert } from '../../src/alerts/rule.ts';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { type Definition, definitionsOf } from '../../src/catalogue/define.ts';
import { rules } from '../../src/alerts/alerts.ts';
import { defaultDeployment } from '../../src/alerts/deployment.ts';
import { canary } from '../../src/alerts/canary.ts';
import { foreign } from '../../src/alerts/foreign.ts';
import { labelName, metricName } from '../../src/exposition/names.ts';

export interface Names {
  readonly metrics: ReadonlySet<string>;
  readonly labels: ReadonlySet<string>;
}

/**
 * What an expression names, as Prometheus' own grammar reads it.
 * @throws SyntaxError if it is no PromQL
 */
export function namesIn(expr: string): Names {
  const [metrics, labels] = [new Set<string>(), new Set<string>()];
  parser.parse(expr).iterate({
    enter({ type, from, to }) {
      if (type.isError) throw new SyntaxError(`no PromQL at ${from}: ${expr}`);
      if (type.name === 'Identifier') metrics.add(expr.slice(from, to));
      if (type.name === 'LabelName') labels.add(expr.slice(from, to));
    },
  });
  return { metrics, labels };
}

const parts = (definition: Definition): readonly string[] =>
  ({ histogram: ['_bucket', '_count', '_sum'], summary: ['', '_count', '_sum'] })[definition.kind as string] ?? [''];
const definitions = [...definitionsOf(catalogue), ...definitionsOf(foreign), canary];

/** Labels of Prometheus, of its formats, of our rules and of what found no room. */
const added = ['job', 'instance', 'le', 'quantile', 'slo', 'alertname', 'alertstate', 'severity', '__name__', 'otel_metric_overflow'];

/** Every name that is on the wire. */
export const known: Names = {
  metrics: new Set(definitions.flatMap((definition) => parts(definition).map((part) => metricName(definition) + part))),
  labels: new Set([...definitions.flatMap(({ attributes }) => Object.values(attributes).map(({ name }) => labelName(name))), ...added]),
};

const recorded = Object.values(rules)
  .flatMap((of) => of(defaultDeployment))
  .flatMap((group) => group.rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])));
const metrics = new Set([...known.metrics, ...recorded]);

/** That an expression names nothing that no instance exposes and no rule records. */
export function assertKnown(expr: string): void {
  const names = namesIn(expr);
  for (const metric of names.metrics) assert.ok(metrics.has(metric), `metric ${metric} in ${expr}`);
  for (const label of names.labels) assert.ok(known.labels.has(label), `label ${label} in ${expr}`);
}
