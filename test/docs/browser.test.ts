import assert from 'node:assert/strict';
import { blocksOf, textOf } from '../pages.ts';

const page = 'docs/browser.md';

describe(`${page}: a React application`, () => {
  it('shows files of the example as they are', () => {
    const shown = blocksOf(page).flatMap(({ info, text }) => {
      const [, name] = /example=(\S+)/.exec(info) ?? [];
      return name === undefined ? [] : [[name, text] as const];
    });
    assert.deepEqual(
      shown.map(([name]) => name),
      ['main.tsx'],
    );
    for (const [name, text] of shown) assert.equal(text, textOf(`examples/frontend/src/${name}`));
  });
});
