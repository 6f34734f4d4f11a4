import assert from 'node:assert/strict';
import { anySeries } from '../../src/alerts/promql.ts';

describe('series of any metric', () => {
  it('are selected by attributes, by the names of their labels', () => {
    assert.equal(anySeries({ 'otel.metric.overflow': true }), '{otel_metric_overflow="true"}');
    const selected = anySeries({ 'a.b': ['x', 'y.z'] }, { job: { not: 'api' }, __name__: { not: /.+_sum/ } });
    assert.equal(selected, String.raw`{job!="api", __name__!~".+_sum", a_b=~"x|y\\.z"}`);
  });

  it('are not selected by what says nothing of a series without the label: that would be all', () => {
    for (const where of [{}, { a: '' }, { a: [] }, { a: ['x', ''] }, { a: /.*/ }, { a: { not: 'x' } }, { a: { not: /.+/ } }])
      assert.throws(() => anySeries(where), TypeError, JSON.stringify(where));
    for (const where of [{ a: { not: '' } }, { a: /.+/ }, { a: { not: ['', 'x'] } }, { a: { not: /x?/ } }]) assert.ok(anySeries(where));
  });
});
