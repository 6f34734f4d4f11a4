import assert from 'node:assert/strict';
import { rules } from '../../src/alerts/alerts.ts';
import { defaultDeployment } from '../../src/alerts/deployment.ts';
import { defaultThresholds, type Listed, snake, type Threshold, type Thresholds, thresholds } from '../../src/alerts/thresholds.ts';

const tables: Readonly<Record<string, Readonly<Record<string, Threshold | Listed>>>> = thresholds;
const all = Object.entries(tables).flatMap(([domain, table]) => Object.entries(table).map(([key, of]) => ({ domain, key, of })));
const each = all.flatMap(({ of, ...names }) => ('least' in of ? { ...names, threshold: of } : []));
const lists = all.flatMap(({ of, ...names }) => ('each' in of ? { ...names, list: of } : []));

/** The conditions of all rules, with one threshold set. */
function written(domain: string, key: string, value: number | readonly string[]): string {
  const table = defaultThresholds[domain as keyof Thresholds];
  const changed: Thresholds = { ...defaultThresholds, [domain]: { ...table, [key]: value } };
  const groups = Object.values(rules).flatMap((of) => of({ ...defaultDeployment, thresholds: changed }));
  return groups.flatMap((group) => group.rules.map(({ expr }) => expr)).join('\n');
}

/** Another value that it may have: half the way to an end; of what has to be a bucket boundary, another boundary. */
const another = (key: string, { fallback, least, most }: Threshold): number =>
  key === 'latencySeconds' ? 0.25 : (fallback + (fallback < most ? most : least)) / 2;

describe('thresholds', () => {
  for (const { domain, key, threshold } of each)
    it(`${domain}.${key} is used: another value is another rule`, () => {
      const { fallback, least, most, means } = threshold;
      assert.ok(least <= fallback && fallback <= most && least < most);
      assert.match(means, /\.$/);
      assert.notEqual(written(domain, key, another(key, threshold)), written(domain, key, fallback));
    });

  for (const { domain, key, list } of lists)
    it(`${domain}.${key} is used: with a name in it there are other rules`, () => {
      assert.match(list.means, /\.$/);
      assert.match('/runs/:id/events', list.each);
      assert.notEqual(written(domain, key, ['/runs/:id/events']), written(domain, key, list.fallback));
    });

  it('are called by a file and by variables as words', () => {
    assert.equal(snake('slowRouteRequestsPerSecond'), 'slow_route_requests_per_second');
    const names = all.map(({ domain, key }) => `${domain}_${snake(key)}`);
    assert.equal(new Set(names).size, names.length);
  });

  it('print as people write them, whatever binary makes of a product', () => {
    const noise = /\d\.\d*(0000000|9999999)\d/;
    for (const objective of [0.95, 0.98, 0.99, 0.995, 0.999, 0.9995, 0.9999])
      assert.doesNotMatch(written('api', 'availabilityObjective', objective), noise, String(objective));
    for (const { domain, key, threshold } of each) if (threshold.most > 1) assert.doesNotMatch(written(domain, key, 0.1), noise, key);
  });

  it('make an alert of every burn of an objective possible', () => {
    const { availabilityObjective } = thresholds.api;
    const limits = [
      ...written('api', 'availabilityObjective', availabilityObjective.least).matchAll(/slo="ApiAvailability"\} > ([\d.]+)/g),
    ];
    assert.equal(limits.length, 8);
    for (const [, limit] of limits) assert.ok(Number(limit) < 1, limit);
  });
});
