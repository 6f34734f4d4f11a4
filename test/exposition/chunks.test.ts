import assert from 'node:assert/strict';
import { Chunks } from '../../src/exposition/chunks.ts';
import { Writer } from '../../src/exposition/writer.ts';

function written(chunks: Chunks, ...texts: string[]): readonly Buffer[] {
  const writer = new Writer(chunks);
  for (const text of texts) writer.write(text, 1);
  return writer.finish();
}

const buffersOf = (parts: readonly Buffer[]): Set<ArrayBufferLike> => new Set(parts.map(({ buffer }) => buffer));
const text = 'aé€😀'.repeat(1_000);

describe('The chunks of a body', () => {
  it('hold everything that was written, whatever its length', () => {
    const texts = [...Array.from({ length: 40 }, () => text), '€'.repeat(100_000), 'end'];
    const parts = written(new Chunks(), ...texts);
    assert.ok(parts.length > 2);
    assert.equal(Buffer.concat(parts).toString(), texts.join(''));
  });

  it('are nothing for nothing', () => assert.deepEqual(written(new Chunks()), []));

  it('are written into again only after they were given back', () => {
    const chunks = new Chunks();
    const texts = Array.from({ length: 40 }, () => text);
    const first = written(chunks, ...texts);
    const second = written(chunks, ...texts);
    assert.deepEqual(
      [...buffersOf(first)].filter((buffer) => buffersOf(second).has(buffer)),
      [],
    );
    assert.equal(Buffer.concat(first).toString(), texts.join(''));
    chunks.give(first);
    const third = written(chunks, ...texts);
    assert.deepEqual(buffersOf(third), buffersOf(first));
    assert.equal(Buffer.concat(third).toString(), texts.join(''));
    assert.equal(Buffer.concat(second).toString(), texts.join(''));
  });

  it('are not kept when they are longer than usual', () => {
    const chunks = new Chunks();
    const [long] = written(chunks, 'a'.repeat(1_000_000));
    chunks.give([long as Buffer]);
    const [short] = written(chunks, 'a');
    assert.notEqual(short?.buffer, long?.buffer);
  });
});
