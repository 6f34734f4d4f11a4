import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { allContainers } from '../../../src/readings/container/all.ts';
import { detect } from '../../../src/readings/container/detect.ts';
import { type Mount, parseMounts } from '../../../src/readings/container/mounts.ts';
import { ownContainer } from '../../../src/readings/container/own.ts';
import { Files } from '../../../src/readings/files.ts';
import type { Found } from '../../../src/readings/reading.ts';

const megabyte = 2 ** 20;
const limit = 96 * megabyte;
const held = 24 * megabyte;

/** Holds some memory, says so, and when it is told to, takes more until it is killed. */
const program = `
const held = [Buffer.alloc(${held}, 1)];
process.stdin.once('data', () => { for (;;) held.push(Buffer.alloc(${megabyte}, 1)); });
console.log('held');
`;

/** Where memory is limited, if this process may make groups there: of version 1, or of version 2 with the controller handed down. */
function memoryMount(): Mount | undefined {
  const mounts = existsSync('/proc/self/mountinfo') ? parseMounts(readFileSync('/proc/self/mountinfo', 'utf8')) : [];
  return mounts.find(({ point, version, controllers }) => {
    try {
      accessSync(point, constants.W_OK);
      if (version === 1) return controllers.includes('memory');
      return readFileSync(join(point, 'cgroup.subtree_control'), 'utf8').split(/\s/).includes('memory');
    } catch {
      return false;
    }
  });
}

const values = (found: readonly Found[], id?: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    found.flatMap(([{ name }, points]) => points.filter(([, attributes]) => attributes['id'] === id).map(([value]) => [name, value])),
  );

/** A control group that is called like a container of Docker, with a process in it. */
class Made {
  readonly id = randomBytes(32).toString('hex');
  readonly folder: string;
  readonly #view = mkdtempSync(join(tmpdir(), 'autonomica-cgroup-'));
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();

  constructor({ point, version }: Mount) {
    this.folder = join(point, 'docker', this.id);
    mkdirSync(this.folder, { recursive: true });
    if (version === 2) writeFileSync(join(point, 'docker', 'cgroup.subtree_control'), '+memory');
    writeFileSync(join(this.folder, version === 1 ? 'memory.limit_in_bytes' : 'memory.max'), String(limit));
  }

  /** Runs the program in there, from its first instruction. */
  async run(): Promise<ChildProcess> {
    const inside = ['-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', this.folder, process.execPath, '-e', program];
    const child = spawn('sh', inside, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('close', resolve));
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('close', () => reject(new Error('the process ended before it held its memory')));
    });
    return child;
  }

  async killed(): Promise<NodeJS.Signals | null | undefined> {
    this.#child?.stdin?.write('on\n');
    await this.#ended;
    return this.#child?.signalCode;
  }

  /** The kernel's files as that process sees them. */
  view(): Files {
    const own = `/proc/${this.#child?.pid}`;
    mkdirSync(join(this.#view, 'proc', 'self'), { recursive: true });
    for (const name of ['cgroup', 'mountinfo']) writeFileSync(join(this.#view, 'proc', 'self', name), readFileSync(join(own, name)));
    for (const name of ['sys', 'proc/meminfo', 'proc/partitions', 'proc/uptime']) symlinkSync(join('/', name), join(this.#view, name));
    return new Files(this.#view);
  }

  async remove(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#ended;
    rmSync(this.#view, { recursive: true, force: true });
    // a group can be removed a moment after its last process
    for (let tries = 0; existsSync(this.folder) && tries < 100; tries++) {
      try {
        rmdirSync(this.folder);
      } catch {
        await pause(50);
      }
    }
    try {
      rmdirSync(dirname(this.folder));
    } catch {
      // somebody else's containers are in it
    }
  }
}

describe('a container made for real', () => {
  const mount = memoryMount();
  const how = mount ? '' : ' (needs root and a control group hierarchy with memory: run it as root, or in a container with --privileged)';
  let made: Made | undefined;
  after(() => made?.remove());

  it(`is read up to its limit, and killed there once${how}`, async function () {
    if (mount === undefined) return this.skip();
    made = new Made(mount);
    await made.run();
    const view = made.view();
    assert.partialDeepStrictEqual(detect(view), { id: made.id, runtime: 'docker', proven: true });
    const own = ownContainer({ proven: true }).readings.flatMap((reading) => reading.read(view));
    const all = allContainers();
    for (const sampling of all.samplings) await sampling.sample(new Files());
    const readAll = (): readonly Found[] => all.readings.flatMap((reading) => reading.read(new Files()));
    for (const found of [values(own), values(readAll(), made.id)]) {
      const { 'container.memory.usage': usage = 0, 'container.memory.working_set': working = 0, 'container.memory.rss': rss = 0 } = found;
      assert.ok(usage >= held && usage <= limit, `usage ${usage}`);
      assert.ok(working > 0 && working <= usage && rss >= held && rss <= limit, `working set ${working}, rss ${rss}`);
      assert.equal(found['autonomica.container.memory.limit'], limit);
      assert.equal(found['container.memory.available'], limit - working);
      assert.equal(found['autonomica.container.oom_kills'], 0);
    }
    assert.equal(await made.killed(), 'SIGKILL');
    const killed = [values(ownContainer({ proven: true }).readings.flatMap((reading) => reading.read(view))), values(readAll(), made.id)];
    for (const found of killed) assert.equal(found['autonomica.container.oom_kills'], 1);
    await made.remove();
    assert.deepEqual(values(readAll(), made.id), {}, 'gone with its group');
    return undefined;
  });
});
