import assert from 'node:assert/strict';
import { Answers } from '../../src/readings/answers.ts';
import { eventually } from '../e2e/eventually.ts';

const refused = (): Promise<never> => Promise.reject(new Error('refused'));

describe('answers', () => {
  it('are what was said, or why nothing was', async () => {
    const answers = new Answers<number>();
    assert.deepEqual(await answers.ask('a', () => Promise.resolve(7)), { value: 7 });
    assert.deepEqual(await answers.ask('a', refused), { why: 'refused' });
  });

  it('are asked for more seldom the longer there are none, at least every fourth time, and as before once there is one', async () => {
    const answers = new Answers<number>();
    let asked = '';
    const ask = async (work: () => Promise<number>): Promise<void> => {
      let wasAsked = false;
      const answer = await answers.ask('a', () => {
        wasAsked = true;
        return work();
      });
      asked += wasAsked ? ('why' in answer ? 'x' : 'o') : '.';
    };
    for (let i = 0; i < 16; i++) await ask(refused);
    assert.equal(asked, 'xx.x...x...x...x');
    asked = '';
    for (let i = 0; i < 6; i++) await ask(() => Promise.resolve(1));
    assert.equal(asked, '...ooo');
  });

  it('come in time or not at all, and nobody is asked a second time meanwhile', async () => {
    const answers = new Answers<number>(20);
    const late = Promise.withResolvers<number>();
    let asked = 0;
    const ask = () =>
      answers.ask('a', () => {
        asked += 1;
        return late.promise;
      });
    assert.deepEqual(await ask(), { why: 'no answer within 20 ms' });
    assert.deepEqual(await ask(), { why: 'it has not answered yet' });
    assert.equal(asked, 1);
    late.resolve(3);
    await eventually(async () => assert.deepEqual(await ask(), { value: 3 }));
    assert.equal(asked, 2);
  });

  it('of those that nobody asks for are forgotten', async () => {
    const answers = new Answers<number>();
    for (let i = 0; i < 2; i++) await answers.ask('a', refused);
    answers.keep(new Set(['b']));
    assert.deepEqual(await answers.ask('a', () => Promise.resolve(1)), { value: 1 });
  });
});
