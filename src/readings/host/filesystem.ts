import { host } from '../../catalogue/host.ts';
import type { Log } from '../../log.ts';
import type { Files, Space } from '../files.ts';
import { type Found, type Sampling, UnreadableError } from '../reading.ts';
import type { Point } from '../write.ts';
import { isRemote, measured, type Mount, parseMounts, seenFrom } from './mounts.ts';

/** Bytes and inodes. */
export interface Usage {
  readonly limit: number;
  readonly space: Readonly<Record<'used' | 'free' | 'reserved', number>>;
  /** None where they are made as they are needed. */
  readonly inodes: Readonly<Record<'used' | 'free', number>> | undefined;
}

const within = (value: bigint, limit: bigint): bigint => (value < 0n ? 0n : value > limit ? limit : value);

/** What `statfs` said; undefined of a file system that has no size. */
export function usageOf({ bsize, frsize, blocks, bfree, bavail, files, ffree }: Space): Usage | undefined {
  const block = frsize !== undefined && frsize > 0n ? frsize : bsize;
  if (blocks <= 0n || block <= 0n) return undefined;
  const unused = within(bfree, blocks);
  const free = within(bavail, unused);
  const [used, left, reserved] = [blocks - unused, free, unused - free].map((count) => Number(count * block)) as [number, number, number];
  const inodes = files > 0n ? { used: Number(files - within(ffree, files)), free: Number(within(ffree, files)) } : undefined;
  return { limit: Number(blocks * block), space: { used, free: left, reserved }, inodes };
}

interface Asked {
  underway: boolean;
  usage: Usage | undefined;
  up: boolean;
}

/** Of the four threads that a process has for files and names, those that dead servers and dead disks may have. */
const mostHanging = { remote: 2, all: 3 };
const usualTimeoutMs = 1000;
const { usage, limit, inodes, up } = host.filesystem;

export interface FilesystemOptions {
  /** A regular expression for the whole mount point of those that are measured; empty, those of disks. */
  readonly pattern: string;
  /** Whether servers are asked that the pattern names. A process that waits for one can not end: no service is to. */
  readonly remote: boolean;
  readonly timeoutMs?: number;
  /** Where it is said that one does not answer, and that it does again. */
  readonly log: Log;
}

/** What the file systems hold. One that does not answer keeps its last values, and is not asked again before it does. */
export class Filesystem implements Sampling {
  readonly name = 'filesystem';
  readonly finds = [usage, limit, inodes, up];
  readonly #options: FilesystemOptions;
  readonly #asked = new Map<string, Asked>();

  constructor(options: FilesystemOptions) {
    this.#options = options;
  }

  async sample(files: Files): Promise<readonly Found[]> {
    const all = parseMounts(files.mounts());
    if (all.length === 0) throw new UnreadableError('mountinfo', 'a line for each mount expected');
    const { pattern, remote } = this.#options;
    const mounts = measured(seenFrom(files.root, all), pattern)
      .filter((mount) => remote || !isRemote(mount))
      .toSorted((a, b) => Number(isRemote(a)) - Number(isRemote(b)));
    const asked = mounts.map((mount) => [mount, this.#askedOf(mount)] as const);
    this.#forget(new Set(mounts.map(keyOf)));
    for (const [mount, state] of asked) await this.#ask(files, mount, state);
    const ups = asked.filter(([, { usage: known, up: is, underway }]) => known !== undefined || !is || underway);
    return [
      ...found(asked.flatMap(([mount, state]) => (state.usage ? [[mount, state.usage]] : []))),
      [up, ups.map(([mount, { up: is }]) => [is ? 1 : 0, attributesOf(mount)])],
    ];
  }

  #askedOf(mount: Mount): Asked {
    const there = this.#asked.get(keyOf(mount));
    if (there) return there;
    const made = { underway: false, usage: undefined, up: true };
    this.#asked.set(keyOf(mount), made);
    return made;
  }

  #forget(mounted: ReadonlySet<string>): void {
    for (const [key, { underway }] of this.#asked) if (!underway && !mounted.has(key)) this.#asked.delete(key);
  }

  async #ask(files: Files, mount: Mount, state: Asked): Promise<void> {
    if (state.underway || this.#hanging() >= (isRemote(mount) ? mostHanging.remote : mostHanging.all)) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#options.timeoutMs ?? usualTimeoutMs).unref();
    });
    const problem = await Promise.race([answer(files, mount, state), late.then(() => 'no answer')]);
    clearTimeout(timer);
    tell(mount, state, problem, this.#options.log);
  }

  #hanging(): number {
    return [...this.#asked.values()].filter(({ underway }) => underway).length;
  }
}

const keyOf = ({ number, mountpoint }: Mount): string => `${number} ${mountpoint}`;

const attributesOf = ({ device, mountpoint, type, mode }: Mount): Point[1] => ({ device, mountpoint, type, mode });

/** Says a change of state. */
function tell({ mountpoint }: Mount, state: Asked, problem: string | undefined, log: Log): void {
  const isUp = problem === undefined;
  if (state.up && !isUp) log.warn(`file system ${mountpoint} can not be measured: ${problem}`);
  if (!state.up && isUp) log.info(`file system ${mountpoint} can be measured again`);
  state.up = isUp;
}

/** Why it fails, if it does; nothing of a part that is a file: `/etc/hosts` in a container is one of the machine's disk. */
async function answer(files: Files, { root, mountpoint }: Mount, state: Asked): Promise<string | undefined> {
  state.underway = true;
  try {
    const isFolder = root === '/' || (await files.isFolder(mountpoint));
    state.usage = isFolder ? usageOf(await files.space(mountpoint)) : undefined;
    return undefined;
  } catch (error) {
    state.usage = undefined;
    return (error as Error).message;
  } finally {
    state.underway = false;
  }
}

function found(usages: readonly (readonly [Mount, Usage])[]): readonly Found[] {
  const facts = usages.map(([mount, each]) => [attributesOf(mount), each] as const);
  const byState = (attributes: Point[1], states: Readonly<Record<string, number>> = {}): Point[] =>
    Object.entries(states).map(([state, value]) => [value, { ...attributes, state }]);
  return [
    [usage, facts.flatMap(([attributes, { space }]) => byState(attributes, space))],
    [limit, facts.map(([attributes, each]) => [each.limit, attributes])],
    [inodes, facts.flatMap(([attributes, each]) => byState(attributes, each.inodes))],
  ];
}
