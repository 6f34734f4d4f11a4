import { sampleNames, type Type } from '../family.ts';
import type { Cursor } from './cursor.ts';
import { OpenFamily } from './open-family.ts';
import { Pairs } from './pairs.ts';
import { shown } from './parse-error.ts';
import type { ParsedFamily } from './parsed.ts';
import { Shelf } from './shelf.ts';

/** What a comment may say of a family. */
export type Said = 'help' | 'type';

/** The families of a text: one is open at a time, and each sample name belongs to one. */
export class Families {
  readonly pairs = new Pairs();
  readonly #cursor: Cursor;
  readonly #closed: ParsedFamily[] = [];
  readonly #owners = new Map<string, OpenFamily>();
  readonly #shelf = new Shelf();
  #open: OpenFamily | undefined;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /** The family that a HELP or TYPE line is about. */
  ofComment(name: string, at: number, says: Said): OpenFamily {
    const owner = this.#owners.get(name);
    if (owner !== this.#open) this.#close();
    const line = `${says.toUpperCase()} of ${shown(name)}`;
    if (owner && owner.name !== name) throw this.#cursor.fault(`${shown(name)} is a sample name of ${titled(owner)}`, at);
    if (owner?.[says] !== undefined) throw this.#cursor.fault(`${line} stands twice`, at);
    if (owner?.sampled) throw this.#cursor.fault(`${line} comes after its samples`, at);
    return this.#enter(owner, name, at);
  }

  /** The family that a sample belongs to. */
  ofSample(name: string, at: number): OpenFamily {
    const owner = this.#owners.get(name);
    if (owner !== this.#open) this.#close();
    const family = this.#enter(owner, name, at);
    if (family.kind === 'histogram' && family.name === name)
      throw this.#cursor.fault(`${titled(family)} has no sample of that name, only _bucket, _sum and _count`, at);
    return family;
  }

  /** Gives a family its type, and with it its sample names. */
  type(family: OpenFamily, type: Type, at: number): void {
    family.type = type;
    for (const name of sampleNames({ name: family.name, type })) {
      if ((this.#owners.get(name) ?? family) !== family)
        throw this.#cursor.fault(`${titled(family)} has samples ${shown(name)}, which is another family's name`, at);
      this.#owners.set(name, family);
    }
  }

  finish(): ParsedFamily[] {
    this.#close();
    return this.#closed;
  }

  /** Makes the family of a line the open one. */
  #enter(owner: OpenFamily | undefined, name: string, at: number): OpenFamily {
    if (owner && owner !== this.#open) throw this.#cursor.fault(`${titled(owner)} is split: lines of another family stand between`, at);
    if (owner) return owner;
    this.#open = new OpenFamily(name);
    this.#owners.set(name, this.#open);
    return this.#open;
  }

  #close(): void {
    if (this.#open) this.#closed.push(this.#open.close(this.#shelf));
    this.#open = undefined;
  }
}

const titled = ({ name, type }: OpenFamily): string => `${type ?? 'family'} ${shown(name)}`;
