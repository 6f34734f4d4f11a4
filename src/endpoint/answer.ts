import type { IncomingMessage, ServerResponse } from 'node:http';

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

/** @param sent hears when the body has been handed to the system */
export function send({ status, headers, body }: Answer, method: string, response: ServerResponse, sent?: () => void): void {
  response.writeHead(status, headers);
  response.cork();
  if (method !== 'HEAD') for (const part of body) response.write(part);
  response.end(sent);
}
