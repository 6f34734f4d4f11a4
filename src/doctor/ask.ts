import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import type { Accesses } from './access.ts';
import { Failure } from './failure.ts';
import { seconds } from './finding.ts';
import { failureOf, isTimeout } from './reason.ts';

export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  /** Where it sends us. */
  readonly location: string | undefined;
  readonly text: string;
  /** When its server says that it answered, in milliseconds since 1970. */
  readonly date: number | undefined;
  /** When it was asked, and when it had answered, by the clock of this machine. */
  readonly from: number;
  readonly to: number;
}

export interface Asking {
  readonly method?: 'GET' | 'POST';
  readonly accept?: string;
  readonly body?: string;
  readonly contentType?: string;
}

/** Asks, again where it may help. @throws Failure if there is no answer */
export type Ask = (url: string, asking?: Asking) => Promise<Answer>;

export interface Patience {
  /** Of one try. */
  readonly tryMs: number;
  /** The pauses between tries; so many, and one more, there are. */
  readonly pausesMs: readonly number[];
}
/** Doubled, and never more than a second. */
export const usual: Patience = { tryMs: 5_000, pausesMs: [100, 200, 400, 800, 1_000] };

const again = [429, 502, 503, 504];

interface Once {
  readonly accesses: Accesses;
  readonly signal: AbortSignal;
}

/** As much of a target's text as is read at all. */
const mostBytes = 64 * 2 ** 20;

/** @throws Failure if it is longer than any answer should be */
async function bodyOf(url: string, response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes)
      throw new Failure(url, `its answer is longer than ${mostBytes / 2 ** 20} MiB`, 'see whether another server is at this URL');
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

async function answerOf(url: string, from: number, response: IncomingMessage): Promise<Answer> {
  const body = await bodyOf(url, response);
  const { date, location, 'content-type': contentType = '' } = response.headers;
  const said = date === undefined ? Number.NaN : Date.parse(date);
  return {
    url,
    status: response.statusCode ?? 0,
    contentType,
    location,
    text: body,
    date: Number.isNaN(said) ? undefined : said,
    from,
    to: Date.now(),
  };
}

function once(url: string, { method = 'GET', accept = '*/*', body, contentType }: Asking, { accesses, signal }: Once): Promise<Answer> {
  const { authorization, ca } = accesses.get(new URL(url).origin) ?? {};
  const headers = {
    accept,
    ...(authorization !== undefined && { authorization }),
    ...(body !== undefined && { 'content-type': contentType ?? 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  const from = Date.now();
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    const sent = request(url, { method, headers, signal, agent: false, ...(ca !== undefined && { ca }) }, (response) => {
      isAnswered = true;
      answerOf(url, from, response).then(resolve, reject);
    });
    sent.on('error', reject);
    // as after an answer that changes the protocol, of which nothing else is heard
    sent.on('close', () => {
      if (!isAnswered) reject(Object.assign(new Error('no answer'), { code: 'ECONNRESET' }));
    });
    sent.end(body);
  });
}

/** What no try may outlive. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** How much time there is, or was. */
  readonly ms: number;
  /** When it ends, as `performance.now` has it. */
  readonly until: number;
}

const late = (url: string, { ms }: Pick<Deadline, 'ms'>): Failure =>
  new Failure(url, `nothing came before the deadline of ${seconds(ms / 1_000)}`, 'give more time by --timeout, or see what hangs');

/** How servers are asked until a deadline. */
export function asker(accesses: Accesses, deadline: Deadline, { tryMs, pausesMs }: Patience = usual): Ask {
  return async (url, asking = {}) => {
    for (let tried = 0; ; tried++) {
      const pauseMs = pausesMs[tried];
      try {
        const signal = AbortSignal.any([deadline.signal, AbortSignal.timeout(tryMs)]);
        const answer = await once(url, asking, { accesses, signal });
        if (pauseMs === undefined || !again.includes(answer.status)) return answer;
      } catch (error) {
        if (error instanceof Failure) throw error;
        if (deadline.signal.aborted) throw late(url, deadline);
        if (pauseMs === undefined || isTimeout(error as Error)) throw failureOf(url, error as Error, tryMs);
      }
      await pause(pauseMs, undefined, { signal: deadline.signal }).catch(() => {
        throw late(url, deadline);
      });
    }
  };
}
