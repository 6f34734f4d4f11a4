import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { rules } from '../../src/alerts/alerts.ts';
import { defaultDeployment } from '../../src/alerts/deployment.ts';
import { isAlert } from '../../src/alerts/rule.ts';
import { root } from '../e2e/scratch.ts';
import { blocksOf } from '../pages.ts';
import { assertKnown, namesIn } from './names.ts';

const groups = Object.values(rules).flatMap((of) => of(defaultDeployment));
const all = groups.flatMap((group) => group.rules);

describe('what expressions name', () => {
  it('is found as Prometheus reads it', () => {
    const { metrics: found, labels } = namesIn('sum by (job) (rate(a_total{x="b{y}"}[5m] offset 1d)) / on (job) c:d:e or vector(1)');
    assert.deepEqual([...found], ['a_total', 'c:d:e']);
    assert.deepEqual([...labels], ['job', 'x']);
    assert.throws(() => namesIn('sum by (job) (rate(a[5m])'), SyntaxError);
  });

  it('is refused where nobody exposes it', () => {
    assert.throws(() => assertKnown('gone_total > 0'), /metric gone_total/);
    assert.throws(() => assertKnown('up{gone="1"} > 0'), /label gone/);
  });

  it('is exposed or recorded, in every rule', () => {
    assert.ok(all.length > 0);
    for (const { expr } of all) assertKnown(expr);
  });

  it('is exposed or recorded, in every runbook', () => {
    const blocks = globSync('docs/runbooks/*.md', { cwd: root }).flatMap(blocksOf);
    const queries = blocks.filter(({ info }) => info === 'promql');
    assert.ok(queries.length > 0);
    for (const { text } of queries) assertKnown(text);
  });

  it('is recorded by one expression for each set of labels', () => {
    const names = all.flatMap((rule) => (isAlert(rule) ? [] : [JSON.stringify([rule.record, rule.labels])]));
    assert.equal(new Set(names).size, names.length);
  });
});
