import assert from 'node:assert/strict';
import { log, setLevel } from '../../../src/log.ts';
import { Files } from '../../../src/readings/files.ts';
import { connections } from '../../../src/readings/host/connections.ts';
import { disk } from '../../../src/readings/host/disk.ts';
import { Filesystem } from '../../../src/readings/host/filesystem.ts';
import { memory } from '../../../src/readings/host/memory.ts';
import { network } from '../../../src/readings/host/network.ts';
import { paging } from '../../../src/readings/host/paging.ts';
import { Readings } from '../../../src/readings/readings.ts';
import { read } from '../../../src/store/read.ts';
import { Store } from '../../../src/store/store.ts';
import { onLinux, Root } from '../roots.ts';

/** A store into which the subjects of storage, memory and network were read. */
async function filled(files: Files): Promise<Store> {
  const store = new Store();
  const readings = new Readings({ store, files, intervalMs: 1e6 });
  readings.add({
    readings: [memory, paging(), disk(), network('')],
    samplings: [new Filesystem({ log, pattern: '', remote: true }), connections],
  });
  await readings.sample();
  readings.read();
  readings.stop();
  return store;
}

function isWhole(store: Store): void {
  for (const { facts, refused, series } of store.instruments) {
    assert.deepEqual(refused, { type: 0, nan: 0, infinite: 0, negative: 0 }, facts.name);
    assert.deepEqual(series.folded, { value: 0, metric: 0, process: 0 }, facts.name);
  }
}

const ups = (store: Store): readonly string[] =>
  (read(store).find(({ name }) => name === 'autonomica.reading.up')?.points ?? [])
    .map((point) => `${'value' in point ? point.value : ''} ${point.attributes['autonomica.reading.name'] as string}`)
    .toSorted();

describe('what was read', () => {
  before(() => setLevel('none'));
  after(() => setLevel('info'));

  for (const tree of ['bare-server', 'laptop', 'vm', 'many-cores'] as const)
    it(`of the ${tree} is in the store, whole`, async () => {
      const store = await filled(new Root(tree));
      isWhole(store);
      assert.deepEqual(ups(store), ['1 connections', '1 disk', '1 filesystem', '1 memory', '1 network', '1 paging']);
    });

  it('of the garbage is told to be unreadable, and leaves the rest', async () => {
    const store = await filled(new Root('garbage'));
    isWhole(store);
    assert.deepEqual(ups(store), ['0 connections', '0 paging', '1 disk', '1 filesystem', '1 memory', '1 network']);
  });

  onLinux('of this machine is in the store, whole', async () => {
    const store = await filled(new Files());
    isWhole(store);
    assert.ok(ups(store).every((each) => each.startsWith('1 ')));
  });
});
