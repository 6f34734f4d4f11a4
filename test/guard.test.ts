import assert from 'node:assert/strict';
import { failures, guard } from '../src/guard.ts';
import { logged } from './support.ts';

describe('the guard', () => {
  it('never throws, counts, logs once, and detaches after 100 failures in a row only', async () => {
    let calls = 0;
    let fails = true;
    const hook = guard('test hook', (by: number) => {
      calls += by;
      if (fails) throw new Error('broken');
    });
    const said = await logged(() => {
      for (let i = 0; i < 99; i++) hook(1);
      fails = false;
      hook(1);
      fails = true;
      for (let i = 0; i < 150; i++) hook(1);
    });
    assert.equal(calls, 200);
    assert.equal(failures.get('test hook'), 199);
    assert.equal(said.filter((line) => line.includes('the application is not affected: Error: broken')).length, 1);
    assert.equal(said.filter((line) => line.includes('100 times in a row and is detached')).length, 1);
  });
});
