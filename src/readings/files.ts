import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileSystem } from '../file-system.ts';

const absent: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ENOTSUP', 'EOPNOTSUPP']);
/** What this process lacks. Everything else, and there is a lot, is the file's own: a sensor sleeps, a device is gone. */
const lacking: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EACCES', 'EPERM']);
const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException | undefined)?.code;

/** Whether a file is not there, or of something that the kernel has switched off, which of an optional one is no fault. */
export const isAbsent = (error: unknown): boolean => absent.has(codeOf(error));

async function unlessSilent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (lacking.has(codeOf(error))) throw error;
    return undefined;
  }
}

/** What a file system says of itself. */
export interface Space {
  readonly bsize: bigint;
  /** What blocks are counted in; Node 22 does not tell it. */
  readonly frsize?: bigint;
  readonly blocks: bigint;
  readonly bfree: bigint;
  /** What is free for everybody. */
  readonly bavail: bigint;
  readonly files: bigint;
  readonly ffree: bigint;
}

const pieceSize = 65_536;

/** What the kernel tells in files, below one folder: the machine's root, or where a container has it mounted. */
export class Files {
  readonly root: string;
  readonly #below: string;

  constructor(root = '/') {
    this.root = root;
    this.#below = root.endsWith('/') ? root : `${root}/`;
  }

  path(name: string): string {
    return this.#below + name;
  }

  /** @throws what `readFileSync` throws, which names the file */
  text(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** The same of a file that need not be there. */
  textIfAny(name: string): string | undefined {
    try {
      return this.text(name);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  /** The names in a folder; none where it is not there. */
  list(name: string): string[] {
    try {
      return readdirSync(this.path(name));
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  }

  /** The text of a file that may block, off the event loop; undefined where it says nothing now, or is not there. */
  textLater(name: string): Promise<string | undefined> {
    return unlessSilent(fileSystem.readFile(this.path(name), 'utf8'));
  }

  /** The names in a folder that is large, or may block; none where it is not there. */
  async listLater(name: string): Promise<string[]> {
    return (await unlessSilent(fileSystem.readdir(this.path(name)))) ?? [];
  }

  /** Where a link leads, from the root; undefined where it leads nowhere. */
  async target(name: string): Promise<string | undefined> {
    const target = await unlessSilent(fileSystem.realpath(this.path(name)));
    return target === undefined ? undefined : relative(await fileSystem.realpath(this.root), target);
  }

  /** The folders in a folder, which may be gone by now. */
  folders(name: string): string[] {
    try {
      return readdirSync(this.path(name), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  }

  /** Where the machine's first process sees, of a subject that every process sees its own of: `net/dev`. This one sees the same unless it is in a container. */
  #ofMachine(name: string): string {
    return `proc/${this.root === '/' ? 'self' : '1'}/${name}`;
  }

  ofMachine(name: string): string {
    return this.text(this.#ofMachine(name));
  }

  /** What is mounted on the machine, or in the container that this process is in and has the machine mounted: its first process may be hidden. */
  mounts(): string {
    const name = 'mountinfo';
    try {
      return this.ofMachine(name);
    } catch (error) {
      if (this.root === '/') throw error;
      return this.text(`proc/self/${name}`);
    }
  }

  /** The same, read off the event loop and piece by piece: of what may be long. Characters are bytes. */
  async *piecesOfMachine(name: string): AsyncGenerator<string> {
    const file = await fileSystem.open(this.path(this.#ofMachine(name)), 'r');
    try {
      const piece = Buffer.allocUnsafe(pieceSize);
      for (;;) {
        const { bytesRead } = await fileSystem.read(file, piece, 0, pieceSize, null);
        if (bytesRead === 0) return;
        yield piece.toString('latin1', 0, bytesRead);
      }
    } finally {
      await fileSystem.close(file);
    }
  }

  /** What the file system of a folder holds. It may wait for good. */
  space(folder: string): Promise<Space> {
    return fileSystem.statfs(this.path(folder), { bigint: true });
  }

  /** Waits as long as that. */
  async isFolder(name: string): Promise<boolean> {
    return (await fileSystem.stat(this.path(name))).isDirectory();
  }
}
