import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Files, type Space } from '../../src/readings/files.ts';
import type { Found } from '../../src/readings/reading.ts';
import type { Definition } from '../../src/catalogue/define.ts';

const folder = join(import.meta.dirname, '../fixtures/roots');
export const trees = ['bare-server', 'laptop', 'vm', 'many-cores', 'garbage'] as const;
export type Tree = (typeof trees)[number];
export const textOf = (tree: Tree, name: string): string => readFileSync(join(folder, tree, name), 'utf8');

type Canned = Readonly<Record<keyof Space, number | string>>;

/** The root of a machine, of which what can't be a file is in `statfs.json`. */
export class Root extends Files {
  readonly #spaces: Readonly<Record<string, Canned>>;
  /** What was asked for, in turn. */
  readonly asked: string[] = [];
  readonly dead = new Set<string>();
  /** Those that wait for one that is dead. */
  readonly waiting: (() => void)[] = [];

  constructor(tree: string) {
    super(join(folder, tree));
    this.#spaces = JSON.parse(this.textIfAny('statfs.json') ?? '{}') as Readonly<Record<string, Canned>>;
  }

  override async space(mountpoint: string): Promise<Space> {
    this.asked.push(mountpoint);
    if (this.dead.has(mountpoint)) await new Promise<void>((resolve) => this.waiting.push(resolve));
    const canned = this.#spaces[mountpoint];
    if (canned === undefined) throw new Error(`${mountpoint}: not there`);
    return Object.fromEntries(Object.entries(canned).map(([key, value]) => [key, BigInt(value)])) as Record<keyof Space, bigint>;
  }

  override async isFolder(name: string): Promise<boolean> {
    return name in this.#spaces;
  }
}

/** What was found of a metric, as `value attribute attribute`. */
export const told = (found: readonly Found[], definition: Definition): readonly string[] =>
  (new Map(found).get(definition) ?? []).map(([value, attributes]) => [value, ...Object.values(attributes)].join(' '));

export const everyValue = (found: readonly Found[]): readonly number[] => found.flatMap(([, points]) => points.map(([value]) => value));

/** A text of the kernel with a part of it cut out or replaced, or one of anything. */
export function garbled(name: string): fc.Arbitrary<string> {
  const texts = trees.map((tree) => textOf(tree, name));
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '\n', ' ', '-1', '1e999', '9'.repeat(400), 'NaN', ' - ', ':', '\\777', '\\0', '18446744073709551615'),
  );
  const cut = fc
    .tuple(fc.constantFrom(...texts), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(200), piece)
    .map(([text, at, length, put]) => {
      const from = Math.floor(at * text.length);
      return text.slice(0, from) + put + text.slice(from + length);
    });
  return fc.oneof(
    cut,
    fc.string({ unit: 'binary', maxLength: 2000 }),
    cut.map((text) => text.slice(0, text.length / 2)),
  );
}

/** Whether all numbers in something are finite and none is below 0. */
export function sound(what: unknown): boolean {
  if (typeof what === 'number') return Number.isFinite(what) && what >= 0;
  if (what instanceof Map) return [...what.values()].every(sound);
  return typeof what !== 'object' || what === null || Object.values(what).every(sound);
}

export const onLinux = process.platform === 'linux' ? it : it.skip;
