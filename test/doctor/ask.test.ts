import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer } from 'node:net';
import { join } from 'node:path';
import { json as read, sound } from '../../src/doctor/answer.ts';
import { asker, usual } from '../../src/doctor/ask.ts';
import type { Answer } from '../../src/doctor/request.ts';
import { clockFindings } from '../../src/doctor/clock.ts';
import { Failure } from '../../src/doctor/failure.ts';
import { anything } from '../../src/doctor/read.ts';
import { root } from '../e2e/scratch.ts';

const quick = { tryMs: 5_000, pausesMs: [1, 1] };
const never = { signal: new AbortController().signal, ms: 1_000, until: Number.POSITIVE_INFINITY };
const json = (answer: Answer): unknown => read(answer, anything);

describe('asking', () => {
  let server: Server;
  let url: string;
  let answer: RequestListener;
  let asked: number;
  before(async () => {
    server = createServer((request, response) => {
      asked++;
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = 0;
    answer = (_request, response) => response.end('{}');
  });
  after(() => server.close());

  const ask = asker(new Map(), never, quick);
  const failure = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof Failure, String(error));
    return `${error.message} → ${error.remedy}`;
  };

  it('again where it may help, and no more often than there are pauses', async () => {
    answer = (_request, response) => response.writeHead(asked < 3 ? 503 : 200).end('late');
    assert.equal((await ask(url)).text, 'late');
    answer = (_request, response) => response.writeHead(503).end('out of order\nby design');
    asked = 0;
    assert.match(await failure(ask(url).then(sound)), /^it answers with status 503: out of order →/);
    assert.equal(asked, 3);
  });

  it('pauses longer each time, and never more than a second', () => {
    const doubled = usual.pausesMs.map((pause, i) => pause / (usual.pausesMs[i - 1] ?? pause));
    assert.ok(doubled.slice(1).every((times) => times > 1 && times <= 2));
    assert.equal(Math.max(...usual.pausesMs), 1_000);
  });

  it('until the deadline, during an answer and during a pause', async () => {
    answer = () => {};
    const soon = () => ({ signal: AbortSignal.timeout(20), ms: 20, until: performance.now() + 20 });
    assert.match(
      await failure(asker(new Map(), soon(), quick)(url)),
      /nothing came before the deadline of 20 ms → give more time by --timeout/,
    );
    answer = (_request, response) => response.writeHead(503).end();
    const slow = { tryMs: 5_000, pausesMs: [60_000] };
    assert.match(await failure(asker(new Map(), soon(), slow)(url)), /nothing came before the deadline/);
  });

  it('gives up a try that takes too long', async () => {
    answer = () => {};
    assert.match(await failure(asker(new Map(), never, { ...quick, tryMs: 20 })(url)), /^no answer within 20 ms → see whether it hangs/);
    assert.equal(asked, 1);
  });

  it('with the credentials of the origin alone', async () => {
    answer = (request, response) => response.end(JSON.stringify(request.headers.authorization ?? ''));
    const with1 = asker(new Map([[url, { authorization: 'Bearer x' }]]), never, quick);
    assert.equal(json(await with1(`${url}/a`)), 'Bearer x');
    assert.equal(json(await with1(url.replace('127.0.0.1', 'localhost')).catch(() => ask(url))), '');
  });

  it('by TLS whom it is told to trust, and says why not others', async () => {
    const [key, cert] = ['key', 'pem'].map((end) => readFileSync(join(root, 'test', 'fixtures', `localhost.${end}`), 'utf8'));
    const secure = createSecureServer({ key, cert }, (_request, response) => response.end('"secure"'));
    await new Promise<void>((resolve) => secure.listen(0, 'localhost', resolve));
    const origin = `https://localhost:${(secure.address() as AddressInfo).port}`;
    try {
      const trusting = asker(new Map([[origin, { ca: cert ?? '' }]]), never, quick);
      assert.equal(json(await trusting(origin)), 'secure');
      assert.match(
        await failure(ask(origin)),
        /^its certificate is not trusted: .* → name the certificate that signed it by ca_file in the file of --auth/,
      );
      assert.match(await failure(ask(origin.replace('https', 'http'))), /TLS wants https/);
      assert.match(await failure(ask(url.replace('http', 'https'))), /^it does not speak TLS → write http/);
    } finally {
      secure.close();
    }
  });

  for (const [status, text, what] of [
    [401, '', 'it refuses us: status 401'],
    [404, '', 'it has no such page: status 404'],
    [200, '<html><title>Sign in</title>', 'it does not answer with JSON but with a page of HTML, "Sign in"'],
    [200, '<html><TITLE lang="en">\n Sign in\n</TITLE>', 'it does not answer with JSON but with a page of HTML, "Sign in"'],
    [200, `<html><title>${' '.repeat(19_000)}`, 'it does not answer with JSON but with a page of HTML'],
    [200, '{oops', 'it does not answer with JSON but with {oops'],
    [200, '', 'it does not answer with JSON but with nothing'],
    [200, `${'['.repeat(200)}${']'.repeat(200)}`, 'what it answers is nested more than 100 times'],
  ] as const)
    it(`says what is wrong with ${status} ${text.slice(0, 25)}`, async () => {
      answer = (_request, response) => response.writeHead(status).end(text);
      assert.ok((await failure(ask(url).then(json))).startsWith(what));
    });

  for (const [what, answered, expected] of [
    [
      'changes the protocol',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
      /^it ended the connection/,
    ],
    ['speaks another', 'SSH-2.0-OpenSSH_9\r\n', /^it does not speak HTTP/],
    ['has headers without end', `HTTP/1.1 200 OK\r\na: ${'b'.repeat(100_000)}\r\n\r\n`, /Header overflow/],
    ['says nothing', '', /^it ended the connection/],
  ] as const)
    it(`says so where a server ${what}`, async () => {
      const raw = createRawServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(answered)));
      await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
      try {
        assert.match(await failure(ask(`http://127.0.0.1:${(raw.address() as AddressInfo).port}`)), expected);
      } finally {
        raw.close();
      }
    });

  it('sees a clock that is off, by more than an answer takes', async () => {
    const answered = await ask(url);
    const at = (date: number) => clockFindings({ ...answered, date, from: 1_000_000, to: 1_000_500 }).map(({ what }) => what);
    assert.deepEqual([at(1_000_000), at(998_000), at(1_002_500)], [[], [], []]);
    assert.deepEqual(at(990_000), ["its clock is 9 s behind this machine's"]);
    assert.deepEqual(at(5_000_000), ["its clock is 67 min ahead of this machine's"]);
  });
});
