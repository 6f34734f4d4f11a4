import assert from 'node:assert/strict';
import { type Answering, Foreign, sound } from './foreign.ts';
import { type Json, told } from './told.ts';

/** Numbers that are the same in every run: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Texts that are long in a way that may take its time to be read, or the whole stack. */
const lengthy = ['   ', '((', '$a(', '{a="', '"\\\\', '[[', '_total', '\n<title>', 'a=~"(b+)+', '${'].map((text) =>
  text.repeat(30_000 / text.length),
);
const nest = (depth: number): unknown => (depth === 0 ? [] : { panels: [nest(depth - 1)], routes: [] });

const values = [
  undefined,
  null,
  0,
  -1.5,
  1e308,
  '',
  'x',
  '\u001b[31m',
  '0001-01-01T00:00:00Z',
  true,
  [],
  [null],
  [[]],
  {},
  { a: null },
  [{}],
  '$(',
  '{',
  '__proto__',
  ...lengthy,
  nest(90),
];

/** A value with one of its parts changed, picked among all of them. */
function changed(value: unknown, next: (below: number) => number): unknown {
  const count = (node: unknown): number =>
    1 + (typeof node === 'object' && node !== null ? Object.values(node).reduce<number>((sum, each) => sum + count(each), 0) : 0);
  let left = next(count(value));
  const walk = (node: unknown): unknown => {
    if (left-- === 0) return values[next(values.length)];
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node === 'object' && node !== null) return Object.fromEntries(Object.entries(node).map(([key, each]) => [key, walk(each)]));
    return node;
  };
  return walk(value);
}

const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const sends =
  (status: number, type: string, body: string, headers: Readonly<Record<string, string>> = {}): Answering =>
  (response) =>
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
const page = '<!doctype html><html><head><title>Sign in</title></head></html>';

/** Answers that none of these servers gives. */
const wrongs: Readonly<Record<string, Answering>> = {
  'half a JSON': sends(200, 'application/json', '{"status":"success","data":{"gro'),
  'a page to log in': sends(200, 'text/html', page),
  'a redirection to one': sends(302, 'text/html', '', { location: 'https://u:p@login.example.com/?secret=s3cret' }),
  'a redirection to nowhere': sends(301, 'text/html', '', { location: 'http://[' }),
  nothing: sends(200, 'application/json', ''),
  null: sends(200, 'application/json', 'null'),
  'another type': sends(200, 'image/png', '\u0089PNG\r\n'),
  '401': sends(401, 'text/plain', 'Unauthorized'),
  '404': sends(404, 'text/plain', ''),
  '400': sends(400, 'text/html', page),
  '500': sends(500, 'text/html', page),
  'lists without end': sends(200, 'application/json', nested),
};

/** What is as good as an empty list. */
const harmless: Readonly<Record<string, readonly string[]>> = { nothing: ['/a/metrics'], null: ['/a/api/v2/alerts', '/g/api/search'] };

/** Answers that take their time. */
const slow: Readonly<Record<string, Answering>> = {
  'an answer that never ends': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const dripping = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(dripping));
  },
  'an answer that never begins': () => {},
  'a connection that ends': (response) => response.writeHead(200, { 'content-length': '100' }).write('{') && response.destroy(),
};

/** So many odd answers for each page. */
const many = 8;

const gigabytes: Answering = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const megabyte = Buffer.alloc(2 ** 20, 32);
  const pour = (): void => {
    while (!response.destroyed && response.write(megabyte));
  };
  response.on('drain', pour);
  pour();
};

/** What is said of an odd answer, and the URL of who gave it. */
type Odd = Json & { readonly server: string };

/** What may stand in the middle of a text. */
const strange = ['{"\u0000é} 1', '\u0000', '} 1', '', ...lengthy];

describe('whatever answers', () => {
  const foreign = new Foreign();
  let id = 0;
  // each listens for what may end it
  before(async () => {
    process.setMaxListeners(100);
    await foreign.listen();
  });
  after(() => {
    process.setMaxListeners(10);
    return foreign.close();
  });

  /** What doctor says of an odd answer. */
  async function toldOf(path: string, answering: Answering, more: readonly string[] = ['--timeout=30']): Promise<Odd> {
    const number = ++id;
    const json = await told([...foreign.odd(number, path, answering), ...more]);
    assert.deepEqual(json.sections.map(({ subject }) => subject.split(' ', 1)[0]).slice(0, 4), [
      'target',
      'Prometheus',
      'Alertmanager',
      'Grafana',
    ]);
    assert.doesNotMatch(json.text, /s3cret|u:p@|NaN|undefined|\[object/);
    return { ...json, server: `${foreign.url}/${number}/${path.split('/', 2)[1]}` };
  }

  const paths = Object.keys(sound('http://h'));
  /** Those without which nothing is missed. */
  const spare = ['/', '/-/ready', '/p/api/v1/status/config'];

  it('is read where it is as it should be', async () => {
    const { findings } = await toldOf('/none', () => {});
    assert.deepEqual(
      findings.map(({ check, what }) => `${check} ${what}`),
      [],
    );
  });

  for (const [what, answering] of Object.entries(wrongs))
    it(`${what} is a finding about who gave it`, async () => {
      const [wanted, all] = [
        paths.filter((path) => !spare.includes(path)),
        await Promise.all(paths.map(async (path) => ({ path, ...(await toldOf(path, answering)) }))),
      ];
      for (const { path, findings, server } of all.filter((each) => wanted.includes(each.path)))
        assert.ok(
          harmless[what]?.includes(path) ||
            findings.some(({ where, what: said, remedy }) => where.startsWith(server) && !said.includes('deadline') && remedy !== ''),
          `${path}: ${JSON.stringify(findings)}`,
        );
    });

  it('is one too, in time, where an answer never begins, never ends, or breaks off', async () => {
    const pages = ['/metrics', '/p/api/v1/rules', '/a/api/v2/status', '/g/api/health'];
    const all = Object.values(slow).flatMap((answering) => pages.map((path) => toldOf(path, answering, ['--timeout=1'])));
    for (const { findings } of await Promise.all(all))
      assert.ok(
        findings.some(({ check }) => check.endsWith('.reach')),
        JSON.stringify(findings),
      );
  });

  it('is one too where it is too long, or goes too deep in a shape that is right', async () => {
    const deep = `{"dashboard":{"panels":${'[{"panels":'.repeat(20_000)}[]${'}]'.repeat(20_000)}}}`;
    const [long, tall] = [
      await toldOf('/p/api/v1/rules', gigabytes),
      await toldOf('/g/api/dashboards/uid/a', sends(200, 'application/json', deep)),
    ];
    assert.match(long.findings.map(({ what }) => what).join(), /^its answer is longer than 64 MiB$/);
    assert.match(tall.findings.map(({ what }) => what).join(), /^what it answers is nested more than 100 times$/);
  });

  it('in a configuration does not end it', async () => {
    const bomb = `a: &a0 [x]\n${Array.from({ length: 9 }, (_, i) => `b${i}: &a${i + 1} [${`*a${i},`.repeat(9)}]\n`).join('')}`;
    const odd = [
      '{',
      '',
      'null',
      '- a',
      'route: []',
      'receivers: {}',
      'receivers: [null]',
      bomb,
      '!!js/function x: [',
      `route: ${'{routes: ['.repeat(2_000)}`,
      '\t',
    ];
    await Promise.all(
      odd.flatMap((original) => [
        toldOf(
          '/a/api/v2/status',
          sends(200, 'application/json', JSON.stringify({ config: { original }, versionInfo: { version: '' }, uptime: '2026-01-01' })),
        ),
        toldOf('/p/api/v1/status/config', sends(200, 'application/json', JSON.stringify({ status: 'success', data: { yaml: original } })), [
          '--timeout=30',
          '--e2e',
          '--canary-port=1',
        ]),
      ]),
    );
  });

  it('of any shape does not end it', async () => {
    const next = numbers(20_260_203);
    const odd = (body: string): string => {
      if (/^[{[]/.test(body)) return JSON.stringify(changed(JSON.parse(body), next)) ?? '';
      return body.slice(0, next(body.length)) + (strange[next(strange.length)] ?? '') + body.slice(next(body.length));
    };
    const all = Object.entries(foreign.answers('0')).flatMap(([path, body]) =>
      Array.from({ length: many }, () => ({ path, body: odd(body) })),
    );
    const left = all.values();
    const work = async (): Promise<void> => {
      for (const { path, body } of left) await toldOf(path, sends(200, 'application/json', body), ['--timeout=2']);
    };
    await Promise.all(Array.from({ length: 20 }, work));
  });
});
