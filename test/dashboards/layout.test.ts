import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dashboard, Place } from '../../src/dashboards/model.ts';
import { all, everyPanel, isRow, panelsOf } from './panels.ts';

const golden = join(import.meta.dirname, '..', 'golden', 'panels.txt');
const columns = 24;
/** What a screen of 1080 lines shows below Grafana's own bars, of 38 pixels each with the gap. */
const screen = 20;

const placeOf = ({ gridPos }: { readonly gridPos?: Place }): Place => gridPos ?? assert.fail('a panel without a place');
const overlap = (a: Place, b: Place): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** What lies upon another, or over the edge; of what is folded, row by row. */
function misplaced(dashboard: Dashboard): string[] {
  const panels = everyPanel(dashboard).map((panel) => ({ what: `${panel.id} ${panel.title}`, at: placeOf(panel) }));
  return panels.flatMap(({ what, at }, index) => {
    const beyond = at.x < 0 || at.x + at.w > columns || !Number.isInteger(at.w);
    return beyond || panels.slice(0, index).some((other) => overlap(other.at, at)) ? [what] : [];
  });
}

/** Lines that do not go from one edge to the other. */
function ragged(dashboard: Dashboard): number[] {
  const widths = new Map<number, number>();
  for (const { x, y, w } of everyPanel(dashboard).map(placeOf)) widths.set(y, Math.max(widths.get(y) ?? 0, x + w));
  return [...widths].filter(([, width]) => width !== columns).map(([y]) => y);
}

describe('the layout of dashboards', () => {
  for (const [name, dashboard] of all)
    it(`of ${name} has every panel in a place of its own, and lines that are full`, () => {
      assert.deepEqual(misplaced(dashboard), []);
      assert.deepEqual(ragged(dashboard), []);
    });

  it('is seen to be wrong where it is', () => {
    const dashboard = structuredClone(all[0]?.[1] ?? assert.fail());
    Object.assign(placeOf(panelsOf(dashboard)[1] ?? assert.fail()), { x: 0 });
    assert.equal(misplaced(dashboard).length, 1);
    Object.assign(placeOf(panelsOf(dashboard)[3] ?? assert.fail()), { w: 11 });
    assert.deepEqual(ragged(dashboard), [0]);
  });

  it('shows the platform on one screen', () => {
    const [, overview] = all.find(([name]) => name === 'overview') ?? assert.fail();
    assert.ok(
      Math.max(
        ...panelsOf(overview)
          .map(placeOf)
          .map(({ y, h }) => y + h),
      ) <= screen,
    );
  });

  it('is no wall of graphs', () => {
    for (const [name, { panels = [] }] of all) assert.ok(panels.filter((panel) => !isRow(panel)).length <= 16, name);
  });

  it('has an id for each panel that no other of its dashboard has', () => {
    for (const [name, dashboard] of all) {
      const ids = everyPanel(dashboard).map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, name);
      assert.ok(
        ids.every((id) => Number.isInteger(id) && (id ?? 0) > 0),
        name,
      );
    }
  });

  it('keeps the id of each panel: links to it have it', () => {
    const lines = all.flatMap(([name, dashboard]) => everyPanel(dashboard).map(({ id, title }) => `${name} ${id} ${title}\n`));
    // written anew with `GOLDEN=write`, and then read by whoever commits it: a line may be added, or go, and none gets another number
    if (process.env['GOLDEN'] === 'write') writeFileSync(golden, lines.join(''));
    assert.equal(lines.join(''), readFileSync(golden, 'utf8'));
  });

  it('has a fixed uid for each dashboard, by which links find it', () => {
    assert.deepEqual(
      all.map(([, { uid }]) => uid),
      all.map(([name]) => `autonomica-${name}`),
    );
  });
});
