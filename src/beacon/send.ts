import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import { nextTurn } from '../slice.ts';
import type { Reply } from './reception.ts';

/** The stream of a request over HTTP/2, by Node's compatibility layer. */
const streamOf = (request: IncomingMessage & { readonly stream?: ServerHttp2Stream }): ServerHttp2Stream | undefined =>
  request.httpVersionMajor >= 2 ? request.stream : undefined;

/**
 * Answers. What is refused is not read to its end: HTTP/1 closes its connection then, HTTP/2 its stream. A body that has come with its head
 * is at its end in the next turn, and for it the connection stays: to open another costs more than to refuse a beacon.
 */
export async function send({ status, headers }: Reply, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (status >= 400 && !request.complete) await nextTurn();
  if (response.destroyed || response.headersSent) return;
  const isUnread = status >= 400 && !request.complete;
  const stream = isUnread ? streamOf(request) : undefined;
  response.writeHead(status, isUnread && stream === undefined ? { ...headers, connection: 'close' } : headers);
  response.end(stream && (() => stream.close()));
}
