import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Once } from '../../src/readings/once.ts';
import { withRoot } from './container/roots.ts';

describe('the files of one reading', () => {
  it('are read once, whether or not they are there', () =>
    withRoot({ there: 'before' }, ({ root }) => {
      const files = new Once(root);
      assert.equal(files.textIfAny('later'), undefined);
      assert.equal(files.text('there'), 'before');
      writeFileSync(join(root, 'later'), 'now');
      rmSync(join(root, 'there'));
      assert.equal(files.textIfAny('later'), undefined);
      assert.throws(() => files.text('later'), { code: 'ENOENT' });
      assert.equal(files.text('there'), 'before');
    }));
});
