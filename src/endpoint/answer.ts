import type { IncomingMessage, ServerResponse } from 'node:http';
import { Slice } from '../slice.ts';

/** What the endpoint says to a request, whatever carries it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: readonly Buffer[];
  /** To be called when the body has left, where that can be known. */
  readonly sent?: (() => void) | undefined;
}

/** The parts of a request that matter here. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly header: (name: string) => string | undefined;
}

export function answer(status: number, said: string | readonly Buffer[], headers: Readonly<Record<string, string>> = {}): Answer {
  const body = typeof said === 'string' ? [Buffer.from(said)] : said;
  const length = body.reduce((sum, part) => sum + part.length, 0);
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers, 'content-length': String(length) }, body };
}

export function askedOf({ method = 'GET', url = '/', headers }: IncomingMessage): Asked {
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value.join() : value;
  };
  return { method, path: url.split('?', 1)[0] as string, header };
}

/** Sends to whatever the application has made of its response, which gets everything at once. */
export function send({ status, headers, body }: Answer, method: string, response: ServerResponse): void {
  response.writeHead(status, headers);
  response.cork();
  if (method !== 'HEAD') for (const part of body) response.write(part);
  response.end();
}

/**
 * Sends to a response of the endpoint's own server, at the reader's pace, and never holding the event loop for long. Who goes on sending then is
 * not listened to.
 */
export async function sendPaced({ status, headers, body, sent }: Answer, method: string, response: ServerResponse): Promise<void> {
  response.writeHead(status, response.req.complete ? headers : { ...headers, connection: 'close' });
  const parts = method === 'HEAD' ? [] : body;
  const slice = new Slice();
  for (const part of parts.slice(0, -1)) {
    if (!response.write(part)) await room(response);
    if (slice.over) await slice.next();
    if (response.destroyed) return;
  }
  response.end(parts.at(-1), sent);
}

/** Resolves when there is room for more, or nobody is left to send it to. */
function room(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}
