import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the endpoint says to a request, whatever carries it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The parts of a request that matter here. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly header: (name: string) => string | undefined;
}

export function answer(status: number, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Answer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...headers, 'content-length': String(bytes.length) },
    body: bytes,
  };
}

export function askedOf({ method = 'GET', url = '/', headers }: IncomingMessage): Asked {
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value.join() : value;
  };
  return { method, path: url.split('?', 1)[0] as string, header };
}

export function send({ status, headers, body }: Answer, method: string, response: ServerResponse): void {
  response.writeHead(status, headers);
  if (method === 'HEAD') response.end();
  else response.end(body);
}
