import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf } from '../message-of.ts';
import { readYaml } from '../yaml-text.ts';

/** How a server is to be asked. Secrets: nothing of it is ever printed. */
export interface Access {
  readonly authorization?: string;
  /** The certificates that its own is signed by, PEM. */
  readonly ca?: string;
}
/** By origin: `http://localhost:9090`. */
export type Accesses = ReadonlyMap<string, Access>;

type Entry = Readonly<Record<string, unknown>>;
const keys = ['username', 'password_file', 'credentials_file', 'ca_file'];
const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A URL, or what was meant as one, as it may be shown. */
export const withoutUser = (url: string): string => url.replace(/^(\w+:\/\/)?.*@/, '$1');

/** The text of a file, without what editors put at its end. */
const secretIn = (path: string): string => readFileSync(path, 'utf8').trimEnd();

function originOf(url: string): string | undefined {
  return URL.canParse(url) && /^https?:/.test(url) ? new URL(url).origin : undefined;
}

function faultOf(url: string, entry: unknown): string | undefined {
  if (originOf(url) === undefined) return 'is no URL of http or https';
  if (!isEntry(entry)) return `has no keys: write ${keys.join(', ')}`;
  const unknown = Object.keys(entry).find((key) => !keys.includes(key));
  if (unknown !== undefined) return `"${unknown}" is unknown: write ${keys.join(', ')}`;
  const untold = Object.keys(entry).find((key) => typeof entry[key] !== 'string');
  if (untold !== undefined) return `${untold} is no text`;
  const [name, password, token] = keys.map((key) => entry[key] !== undefined);
  if (name !== password) return 'username and password_file go together: write both';
  return name && token ? 'username and credentials_file exclude each other: remove one' : undefined;
}

function accessOf(entry: Entry, folder: string): Access {
  const text = (key: string): string => secretIn(resolve(folder, entry[key] as string));
  const { username, credentials_file: token, ca_file: ca } = entry as Readonly<Record<string, string | undefined>>;
  return {
    ...(username !== undefined && {
      authorization: `Basic ${Buffer.from(`${username}:${text('password_file')}`).toString('base64')}`,
    }),
    ...(token !== undefined && { authorization: `Bearer ${text('credentials_file')}` }),
    ...(ca !== undefined && { ca: text('ca_file') }),
  };
}

/** The entry of a URL, read. @throws Error that says what is wrong with it */
function entryOf(url: string, entry: unknown, folder: string): readonly [origin: string, access: Access] {
  const fault = faultOf(url, entry);
  if (fault !== undefined) throw new Error(fault);
  return [originOf(url) as string, accessOf(entry as Entry, folder)];
}

/** Reads who may ask what: a file of YAML, origins with Prometheus' own keys. Adds what is wrong to `problems`. */
export function readAccesses(path: string, problems: string[]): Accesses {
  const faults: string[] = [];
  const entries = readYaml(readFileSync(path, 'utf8'), faults);
  if (faults.length > 0) throw new Error(faults.join('; '));
  if (!isEntry(entries)) throw new Error('it holds no URLs: write them as keys, each with username and password_file, for one');
  const accesses = new Map<string, Access>();
  for (const [url, entry] of Object.entries(entries))
    try {
      accesses.set(...entryOf(url, entry, dirname(path)));
    } catch (error) {
      problems.push(`--auth ${path}: ${JSON.stringify(withoutUser(url))} ${messageOf(error)}`);
    }
  return accesses;
}
