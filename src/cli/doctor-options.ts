import { type Accesses, readAccesses, withoutUser } from '../doctor/access.ts';
import type { Tree } from '../catalogue/define.ts';
import { dashboardsIn } from '../doctor/dashboards.ts';
import { knownOf } from '../doctor/known.ts';
import type { Canary, Options } from '../doctor/options.ts';
import { namesIn } from '../doctor/rules.ts';
import { isWhole, whole } from '../setting.ts';
import type { Line } from './command-line.ts';
import { usual, usualCanary, usualTimeout } from './doctor-help.ts';
import { messageOf } from '../message-of.ts';

/** Why a text is no URL to ask; what may be secret in it is not shown. */
function faultOf(text: string): string | undefined {
  const bare = withoutUser(text);
  if (!URL.canParse(text) || !/^https?:\/\//.test(text)) return `${JSON.stringify(bare)} is no URL of http or https`;
  const { username, password, search, hash } = new URL(text);
  if (username !== '' || password !== '')
    return `${JSON.stringify(bare)} had a user or a password in it, which every process sees: put them into the file of --auth`;
  return search === '' && hash === '' ? undefined : `${JSON.stringify(bare)} has a query or a fragment: remove it`;
}

/** Flags, read one by one; what is wrong is gathered. */
class Reader {
  readonly problems: string[];
  readonly #line: Line;

  constructor(line: Line) {
    this.#line = line;
    this.problems = [...line.problems];
  }

  urls(flag: string): readonly string[] {
    const given = this.#line.all.get(flag) ?? [];
    const faults = given.map(faultOf).filter((fault) => fault !== undefined);
    this.problems.push(...faults.map((fault) => `--${flag} ${fault}`));
    return faults.length > 0 ? [] : given.map((url) => url.replace(/\/+$/, ''));
  }

  number(flag: string, fallback: number, most: number): number {
    const text = this.#line.given.get(flag);
    const value = text === undefined ? fallback : whole(text);
    if (isWhole(value, 1, most)) return value as number;
    this.problems.push(`--${flag} "${text}" is not a whole number from 1 to ${most}`);
    return fallback;
  }

  /** What a file or folder holds. */
  held<T>(flag: string, read: (path: string) => T, nothing: T): T {
    const path = this.#line.given.get(flag);
    if (path === undefined) return nothing;
    try {
      return read(path);
    } catch (error) {
      this.problems.push(`--${flag} ${path}: ${messageOf(error).split('\n', 1)[0]}`);
      return nothing;
    }
  }

  canary(): Canary | undefined {
    const { given } = this.#line;
    const own = ['targets-dir', 'canary-host', 'canary-port'].filter((flag) => given.has(flag));
    const port = this.number('canary-port', usualCanary.port, 65_535);
    if (given.has('e2e')) return { targetsDir: given.get('targets-dir'), host: given.get('canary-host') ?? usualCanary.host, port };
    this.problems.push(...own.map((flag) => `--${flag} is in vain without --e2e: add that`));
    return undefined;
  }
}

/** `http://localhost:9464` is its metrics. */
const metricsOf = (url: string): string => (new URL(url).pathname === '/' ? `${url}/metrics` : url);

/** What a command line asks for, of metrics of one's own too, and what is wrong with it. */
export function readOptions(line: Line, own: Tree = {}): { readonly options: Options; readonly problems: readonly string[] } {
  const reader = new Reader(line);
  const isBare = !['target', ...Object.keys(usual)].some((flag) => line.given.has(flag));
  const server = (flag: keyof typeof usual): string | undefined => reader.urls(flag).at(-1) ?? (isBare ? usual[flag] : undefined);
  const options: Options = {
    targets: reader.urls('target').map(metricsOf),
    prometheus: server('prometheus'),
    alertmanager: server('alertmanager'),
    grafana: server('grafana'),
    accesses: reader.held('auth', (path) => readAccesses(path, reader.problems), new Map() as Accesses),
    known: knownOf(own),
    rules: reader.held('rules', namesIn, []),
    dashboards: reader.held('dashboards', dashboardsIn, []),
    secrets: line.given.get('secrets'),
    canary: reader.canary(),
    timeoutMs: 1_000 * reader.number('timeout', usualTimeout, 3_600),
  };
  if (options.canary && options.prometheus === undefined && options.alertmanager === undefined)
    reader.problems.push('--e2e has nothing to send through: give --prometheus, --alertmanager or both');
  return { options, problems: reader.problems };
}
