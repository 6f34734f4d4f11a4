import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Queue } from '../../src/browser/queue.ts';
import { TestClock } from './clock.ts';

interface Body {
  readonly v: number;
  readonly app: string;
  readonly items: readonly string[];
}

/** A queue with what it sent, and when. */
function started(app = 'shop') {
  const clock = new TestClock();
  const sent: { readonly at: number; readonly bytes: number; readonly body: Body }[] = [];
  const send = (text: string): void => {
    sent.push({ at: clock.now(), bytes: Buffer.byteLength(text), body: JSON.parse(text) as Body });
  };
  const outlet = { isReady: () => true, send };
  const queue = new Queue(app, outlet, clock);
  return { clock, sent, queue, outlet, items: () => sent.flatMap(({ body }) => body.items) };
}

/** Items of up to 1.5 kB, with pauses before them. */
const additions = fc.array(fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 300 }), pause: fc.nat({ max: 3_000 }) }), {
  maxLength: 200,
});

describe('the queue of beacons', () => {
  it('sends every item once, in order, within 10 s, at most 50 items and 16 KiB in a beacon', () => {
    fc.assert(
      fc.property(additions, fc.string({ unit: 'grapheme', maxLength: 200 }), (all, app) => {
        const { clock, sent, queue, items } = started(app);
        const added: number[] = [];
        for (const { text, pause } of all) {
          clock.pass(pause);
          added.push(clock.now());
          queue.add(JSON.stringify(text));
        }
        clock.pass(10_000);
        assert.deepEqual(
          items(),
          all.map(({ text }) => text),
        );
        let first = 0;
        for (const { at, bytes, body } of sent) {
          assert.equal(body.v, 1);
          assert.equal(body.app, app.slice(0, 100));
          assert.ok(bytes <= 16 * 1024 && body.items.length > 0 && body.items.length <= 50);
          assert.ok(at - (added[first] as number) <= 10_000);
          first += body.items.length;
        }
      }),
    );
  });

  it('sends 50 at once, and nothing where nothing waits', () => {
    const { clock, sent, queue } = started();
    for (let i = 0; i < 49; i += 1) queue.add(`"${i}"`);
    assert.equal(sent.length, 0);
    queue.add('"49"');
    assert.deepEqual(
      sent.map(({ body }) => body.items.length),
      [50],
    );
    queue.flush();
    clock.pass(60_000);
    assert.equal(sent.length, 1);
  });

  it('sends at most 30 beacons in a minute, keeps 50 items then, and goes on in the next', () => {
    const { clock, sent, queue, items } = started();
    for (let i = 0; i < 10_000; i += 1) queue.add(`"${i}"`);
    queue.flush();
    assert.equal(sent.length, 30);
    clock.pass(59_000);
    assert.equal(sent.length, 30);
    clock.pass(11_000);
    assert.deepEqual(
      items(),
      Array.from({ length: 31 * 50 }, (_, i) => String(i)),
    );
  });

  it('sends at most 30 in any minute, wherever it begins', () => {
    const bursts = fc.array(fc.record({ beacons: fc.nat({ max: 40 }), pause: fc.nat({ max: 70_000 }) }), { maxLength: 10 });
    fc.assert(
      fc.property(bursts, (all) => {
        const { clock, sent, queue } = started();
        for (const { beacons, pause } of [
          { beacons: 1, pause: 59_000 },
          { beacons: 40, pause: 2_000 },
          { beacons: 40, pause: 0 },
          ...all,
        ]) {
          for (let i = 0; i < beacons * 50; i += 1) queue.add('0');
          clock.pass(pause);
        }
        for (const [i, { at }] of sent.slice(30).entries()) assert.ok(at - (sent[i]?.at ?? 0) >= 60_000);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the first 50 while none can leave the page, and sends them when one can', () => {
    const { clock, sent, queue, outlet, items } = started();
    outlet.isReady = () => false;
    for (let i = 0; i < 120; i += 1) queue.add(`"${i}"`);
    clock.pass(120_000);
    assert.equal(sent.length, 0);
    outlet.isReady = () => true;
    clock.pass(10_000);
    assert.deepEqual(
      items(),
      Array.from({ length: 50 }, (_, i) => String(i)),
    );
  });
});
