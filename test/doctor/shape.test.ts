import assert from 'node:assert/strict';
import { parse } from '../../src/exposition/parse.ts';
import { exposedBy } from '../../src/doctor/exposed.ts';
import { knownOf } from '../../src/doctor/known.ts';
import { strangers, unitFindings } from '../../src/doctor/shape.ts';

const known = knownOf({});
const exposing = (name: string) => {
  const text = `# TYPE ${name} gauge\n${name} 1\n`;
  return exposedBy('http://h/metrics', text, parse(text));
};

describe('a metric of the catalogue in another unit', () => {
  for (const [name, due] of [
    ['process_uptime', 'process_uptime_seconds'],
    ['process_uptime_milliseconds', 'process_uptime_seconds'],
    ['process_uptime_seconds_total', 'process_uptime_seconds'],
  ] as const)
    it(`is known by the name ${name}`, () =>
      assert.deepEqual(
        unitFindings(exposing(name), known).map(({ what }) => what),
        [`${name} should be ${due}: unit or kind differ from the catalogue`],
      ));

  it('is none that has units without end', () => {
    const exposed = exposing(`process_uptime${'_total'.repeat(20_000)}`);
    assert.deepEqual([unitFindings(exposed, known), strangers(exposed, known).length], [[], 1]);
  });
});
