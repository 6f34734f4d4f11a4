import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import type { Access, Accesses } from './access.ts';
import { Failure } from './failure.ts';

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
  const text = await bodyOf(url, response);
  const { date, location, 'content-type': contentType = '' } = response.headers;
  const said = date === undefined ? Number.NaN : Date.parse(date);
  return {
    url,
    status: response.statusCode ?? 0,
    contentType,
    location,
    text,
    date: Number.isNaN(said) ? undefined : said,
    from,
    to: Date.now(),
  };
}

const headersOf = ({ accept = '*/*', body, contentType }: Asking, { authorization }: Access) => ({
  accept,
  ...(authorization !== undefined && { authorization }),
  ...(body !== undefined && { 'content-type': contentType ?? 'application/json', 'content-length': Buffer.byteLength(body) }),
});

/** What begins to be answered. @throws Error if nothing is */
function responseTo(url: string, options: RequestOptions, body: string | undefined): Promise<IncomingMessage> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, options, resolve);
    sent.on('error', reject);
    // as after an answer that changes the protocol, of which nothing else is heard
    sent.on('close', () => reject(Object.assign(new Error('no answer'), { code: 'ECONNRESET' })));
    sent.end(body);
  });
}

interface Once {
  readonly accesses: Accesses;
  readonly signal: AbortSignal;
}

/** Asks one time. @throws Error if there is no answer */
export async function once(url: string, asking: Asking, { accesses, signal }: Once): Promise<Answer> {
  const access = accesses.get(new URL(url).origin) ?? {};
  const { ca } = access;
  const options = {
    method: asking.method ?? 'GET',
    headers: headersOf(asking, access),
    signal,
    agent: false,
    ...(ca !== undefined && { ca }),
  };
  const from = Date.now();
  return answerOf(url, from, await responseTo(url, options, asking.body));
}
