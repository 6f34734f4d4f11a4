import type { Reason } from '../../src/beacon/refusal.ts';
import { mostBytes, mostItems } from '../../src/browser/wire.ts';

/** Where the pages are from that may send. */
export const origin = 'https://app.example.com';

/** How a beacon is counted. */
export type Outcome = Reason | 'accepted';

/** What anyone may send. */
export interface Hostile {
  readonly what: string;
  /** The bytes of one request over HTTP/1.1. */
  readonly wire: string;
  /** How it is counted; undefined where Node's own parser refuses it, and no beacon has come. */
  readonly counted: Outcome | undefined;
  /** What the sender does then: waits for an answer and goes on, or leaves; hangs up at once; or waits without ever sending the rest. */
  readonly sender: 'waits' | 'leaves' | 'hangs up' | 'stalls';
}

interface Sent {
  readonly method?: string;
  readonly origin?: string;
  readonly type?: string;
  /** What stands instead of the true length of the body. */
  readonly length?: string;
  readonly more?: string;
}

type Make = (random: () => number, i: number) => Omit<Hostile, 'what'>;

/** A client of its own behind the proxy that the beacon trusts, one of more than it remembers. */
const clientOf = (i: number): string => `2001:db8:${(i % 16_384).toString(16)}::1`;

function request(
  i: number,
  body: string,
  { method = 'POST', origin: from = origin, type = 'text/plain', length, more = '' }: Sent,
): string {
  const said = length ?? `content-length: ${Buffer.byteLength(body)}`;
  const head = `${method} /http HTTP/1.1\r\nhost: a\r\norigin: ${from}\r\ncontent-type: ${type}\r\nx-forwarded-for: ${clientOf(i)}\r\n`;
  return `${head}${more}${said}\r\n\r\n${body}`;
}

const beacon = (items: unknown): string => JSON.stringify({ v: 1, app: 'shop', items });
const word = (random: () => number): string => random().toString(36).slice(2).replaceAll(/\d/g, '') || 'x';
const some = <T>(random: () => number, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;

/** Names that nobody has seen before, wherever there may be one. */
function madeUp(random: () => number): unknown {
  const name = word(random);
  const page = `/${name}`;
  return some(random, [
    { t: 'load', n: page, v: random() * 30, a: { route: page, type: name } },
    { t: 'vital', n: some(random, ['LCP', 'FCP', 'INP', 'TTFB', 'CLS']), v: random() * 9, a: { page, type: name } },
    { t: 'action', n: name, v: random(), a: { page, outcome: 'ok' } },
    { t: 'api', n: page, v: random(), a: { method: name.toUpperCase(), status: 100 + Math.floor(random() * 500), error: name } },
    { t: 'error', n: name, a: { page } },
  ]);
}

/** Nothing of what a beacon may say, each in JSON that is sound. */
const wrong: readonly string[] = [
  '7',
  'null',
  '[]',
  '"text"',
  '{}',
  '{"v":2,"app":"a","items":[]}',
  '{"v":1,"app":{"length":1},"items":[]}',
  '{"v":1,"app":"a","items":{"length":1,"0":{}}}',
  '{"v":1,"app":"a","items":[null]}',
  '{"v":1,"app":"a","items":[{"t":"load","n":"/","v":"1"}]}',
  '{"v":1,"app":"a","items":[{"t":"load","n":"/","v":1e309}]}',
  '{"v":1,"app":"a","items":[{"t":"load","n":["/"],"v":1}]}',
  '{"v":1,"app":"a","items":[{"t":"api","n":"/","v":1,"a":{"method":"GET","status":1e3}}]}',
  '{"v":1,"app":"a","items":[{"t":"hasOwnProperty","n":"/","v":1}]}',
  '{"v":1,"app":"a","items":[{"t":"vital","n":"__proto__","v":1}]}',
  '{"__proto__":{"v":1,"app":"a","items":[]}}',
  beacon(Array.from({ length: mostItems + 1 }, () => ({ t: 'error', n: 'Error' }))),
  JSON.stringify({ v: 1, app: 'a'.repeat(1000), items: [] }),
];

/** Keys by which prototypes are polluted, in beacons that are sound without them. */
const polluting: readonly string[] = [
  '{"v":1,"app":"a","items":[],"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  '{"v":1,"app":"__proto__","items":[{"t":"error","n":"constructor","a":{"__proto__":{"page":"polluted"},"page":"__proto__"}}]}',
  '{"v":1,"app":"a","items":[{"t":"action","n":"toString","__proto__":{"v":1},"a":{"constructor":{"prototype":{"polluted":1}}}}]}',
];

/** What costs a parser most: as many lists, objects and keys as there is room for. */
const overgrown: readonly string[] = [
  ...[
    ['[', ']'],
    ['[0,', '0]'],
    ['{"":', '0}'],
  ].map(([opening = '', closing = '']) => {
    const depth = Math.floor(mostBytes / (opening.length + closing.length));
    return `${opening.repeat(depth)}${closing.repeat(depth)}`;
  }),
  `[${'{},'.repeat(mostBytes / 3 - 2)}0]`,
  `{"v":1,"app":"a","items":[${'[],'.repeat(mostBytes / 3 - 20)}0]}`,
  `{"v":1,"app":"a","items":[]${Array.from({ length: 1_900 }, (_, at) => `,"${at.toString(36)}x":0`).join('')}}`,
];
const large = 'x'.repeat(4 * mostBytes);
const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`;
const chunked = { length: 'transfer-encoding: chunked' };

const answered = (wire: string, counted: Outcome | undefined): Omit<Hostile, 'what'> => ({ wire, counted, sender: 'waits' });

/** One after the other. */
const kinds: Readonly<Record<string, Make>> = {
  'names made up': (random, i) => answered(request(i, beacon(Array.from({ length: 10 }, () => madeUp(random))), {}), 'accepted'),
  'as many items as there may be': (random, i) =>
    answered(request(i, beacon(Array.from({ length: mostItems }, () => madeUp(random))), {}), 'accepted'),
  'wrong types': (random, i) => answered(request(i, some(random, wrong), {}), 'schema'),
  'prototype pollution': (random, i) => answered(request(i, some(random, polluting), { type: 'application/json' }), 'accepted'),
  'no JSON': (random, i) => answered(request(i, some(random, ['', '{', `{"v":${word(random)}}`, '\u0000', '{"v":1,}']), {}), 'json'),
  'values without end': (random, i) => answered(request(i, some(random, overgrown), {}), 'schema'),
  'a large body': (_, i) => answered(request(i, large, {}), 'size'),
  'a large body in chunks': (_, i) => answered(request(i, `${chunk.repeat(5)}0\r\n\r\n`, chunked), 'size'),
  'another origin': (random, i) => answered(request(i, beacon([]), { origin: `https://${word(random)}.example.com` }), 'origin'),
  'another method': (random, i) =>
    answered(request(i, '{}', { method: some(random, ['GET', 'PUT', 'DELETE', 'PATCH', 'PURGE']) }), 'method'),
  'another content type': (random, i) => answered(request(i, '<a/>', { type: `text/${word(random)}` }), 'content_type'),
  'a body that is compressed': (_, i) => answered(request(i, '\u001f', { more: 'content-encoding: gzip\r\n' }), 'content_type'),
  'a preflight of another origin': (random, i) =>
    answered(request(i, '', { method: 'OPTIONS', origin: `https://${word(random)}.example.com` }), 'origin'),
  'a length that is too small': (_, i) => ({
    ...answered(request(i, beacon([]), { length: 'content-length: 5' }), 'json'),
    sender: 'leaves',
  }),
  'a length that is none': (random, i) =>
    answered(
      request(i, '', { length: `content-length: ${some(random, ['-1', '1e3', '5\r\ncontent-length: 6', `${2 ** 70}`])}` }),
      undefined,
    ),
  'two lengths': (_, i) => answered(request(i, '0\r\n\r\n', { length: 'content-length: 5\r\ntransfer-encoding: chunked' }), undefined),
  'a body that breaks off': (_, i) => ({
    wire: request(i, '{"v":1', { length: 'content-length: 900' }),
    counted: 'aborted',
    sender: 'hangs up',
  }),
};

/** These hold a connection each for as long as the beacon lets them. */
const stalling: Readonly<Record<string, Make>> = {
  'a length that is too great': (_, i) => ({
    wire: request(i, beacon([]), { length: 'content-length: 16000' }),
    counted: 'slow',
    sender: 'stalls',
  }),
  'a body that never ends': (_, i) => ({ wire: request(i, chunk, chunked), counted: 'slow', sender: 'stalls' }),
};

const within = (of: Readonly<Record<string, Make>>): ((i: number, random: () => number) => Hostile) => {
  const all = Object.entries(of);
  return (i, random) => {
    const [what, make] = all[i % all.length] as [string, Make];
    return { what, ...make(random, i) };
  };
};

/** What is sent at a place in the stream, by numbers from 0 to 1. */
export const hostileAt = within(kinds);
/** The same of those that stall. */
export const stallingAt = within(stalling);
