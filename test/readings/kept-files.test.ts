import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Files } from '../../src/readings/files.ts';
import { KeptFiles } from '../../src/readings/kept-files.ts';
import { onLinux } from './roots.ts';

const descriptors = (): number => readdirSync('/proc/self/fd').length;
/** What of a text does not change while it is read twice. */
const namesIn = (text: string): readonly string[] =>
  text.split('\n').map((line) => line.split(/[\s:]+/, 1)[0]?.replaceAll(/\d/g, '') ?? '');

describe('files of the kernel that stay open', () => {
  onLinux('this machine: say what they say to others, each time anew', () => {
    const [kept, files] = [new KeptFiles(), new Files()];
    for (const name of ['proc/stat', 'proc/meminfo', 'proc/vmstat', 'proc/self/net/dev', 'proc/sys/fs/file-nr', 'proc/self/mountinfo'])
      for (let i = 0; i < 3; i++) assert.deepEqual(namesIn(kept.text(name)), namesIn(files.text(name)), name);
    const uptime = (): number => Number.parseFloat(kept.text('proc/uptime'));
    const before = uptime();
    const end = performance.now() + 50;
    while (performance.now() < end);
    assert.ok(uptime() > before);
  });

  onLinux('this machine: are opened once each, and those of a process are not kept', () => {
    const kept = new KeptFiles();
    const before = descriptors();
    for (let i = 0; i < 10; i++) kept.text('proc/loadavg');
    assert.equal(descriptors(), before + 1);
    kept.text(`proc/${process.pid}/stat`);
    assert.equal(descriptors(), before + 1);
  });

  onLinux('this machine: are absent where they are', () => {
    const kept = new KeptFiles();
    assert.throws(() => kept.text('proc/nothing'), /^Error: ENOENT.*proc\/nothing/);
    assert.equal(kept.textIfAny('proc/nothing'), undefined);
  });

  it('are read by name where they are copies, which may be replaced', () => {
    const root = mkdtempSync(join(tmpdir(), 'kept-'));
    try {
      mkdirSync(join(root, 'proc'));
      const file = join(root, 'proc', 'stat');
      const kept = new KeptFiles(root);
      for (const text of ['one', 'another, which is longer']) {
        rmSync(file, { force: true });
        writeFileSync(file, text);
        assert.equal(kept.text('proc/stat'), readFileSync(file, 'utf8'));
      }
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
