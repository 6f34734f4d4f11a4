import assert from 'node:assert/strict';
import { named, percent, time } from '../../src/alerts/words.ts';

describe('words of alerts', () => {
  it('are shares as Prometheus prints them', () => {
    assert.deepEqual([0.05, 0.3, 0.07, 0.999, 1].map(percent), ['5%', '30%', '7%', '99.9%', '100%']);
  });

  it('are times in the greatest unit of which they are whole', () => {
    assert.deepEqual([0.2, 90, 60, 300, 3600, 5400, 86_400].map(time), ['0.2 s', '90 s', '1 min', '5 min', '1 h', '90 min', '1 d']);
  });

  it('have something to say where a label is missing', () => {
    assert.equal(named('http_route', 'no route'), '{{ with $labels.http_route }}{{ . }}{{ else }}no route{{ end }}');
  });
});
