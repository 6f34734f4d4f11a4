import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, release } from 'node:os';
import { join } from 'node:path';
import { encodeText } from '../../src/exposition/text.ts';
import { familiesOf } from '../../src/exposition/families.ts';
import { log, setLevel } from '../../src/log.ts';
import { allContainers } from '../../src/readings/container/all.ts';
import { detect } from '../../src/readings/container/detect.ts';
import { ownContainer } from '../../src/readings/container/own.ts';
import { machine } from '../../src/readings/host/machine.ts';
import { Readings, type Subjects } from '../../src/readings/readings.ts';
import { Store } from '../../src/store/store.ts';
import { Root } from './roots.ts';

const golden = join(import.meta.dirname, '..', 'golden', 'roots');
/** Written anew with `GOLDEN=write`, and then read by whoever commits it. */
const writes = process.env['GOLDEN'] === 'write';

const theMachine = (): Subjects => machine({ interfaces: '', mounts: '', remote: false, log }, 'linux');

function theContainer(files: Root): Subjects {
  const inside = detect(files);
  assert.ok(inside);
  return ownContainer(inside);
}

/** What a process on that machine, or in that container, tells of it. */
const trees: Readonly<Record<string, (files: Root) => readonly Subjects[]>> = {
  'bare-server': () => [theMachine()],
  laptop: () => [theMachine()],
  vm: () => [theMachine()],
  'arm-board': () => [theMachine()],
  'many-cores': () => [theMachine()],
  garbage: () => [theMachine()],
  'docker-v1': (files) => [theContainer(files)],
  'docker-v2': (files) => [theContainer(files)],
  'kubernetes-pod': (files) => [theContainer(files)],
  podman: (files) => [theContainer(files)],
  hybrid: (files) => [theContainer(files)],
  'docker-host': () => [allContainers()],
  'docker-host-v1': () => [allContainers()],
  'garbage-groups': (files) => [theContainer(files)],
};

/** A whole scrape but for how long things took. What `os` says where a tree does not is this machine's. */
async function scrape(tree: string): Promise<string> {
  const files = new Root(tree);
  const store = new Store();
  const readings = new Readings({ store, files, intervalMs: 1e6 });
  for (const subjects of trees[tree]?.(files) ?? []) readings.add(subjects);
  await readings.sample();
  readings.read();
  readings.stop();
  return encodeText(familiesOf(store))
    .replaceAll(/^(autonomica_reading_(?:duration|age)_seconds\{.*\}) .*$/gm, '$1 …')
    .replaceAll(/host_arch="[^"]*"/g, 'host_arch="…"')
    .replaceAll(`"${hostname()}"`, '"…"')
    .replaceAll(`"${release()}"`, '"…"');
}

describe('a scrape of', () => {
  before(() => {
    setLevel('none');
    if (writes) mkdirSync(golden, { recursive: true });
  });
  after(() => setLevel('info'));

  for (const tree of Object.keys(trees))
    it(`the tree ${tree} is what its golden file has`, async () => {
      const file = join(golden, `${tree}.prom`);
      const text = await scrape(tree);
      if (writes) writeFileSync(file, text);
      assert.equal(text, readFileSync(file, 'utf8'));
    });
});
