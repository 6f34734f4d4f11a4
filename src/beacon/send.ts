import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import { saysSmall } from './body.ts';
import type { Reply } from './reception.ts';
import { statuses } from './refusal.ts';

/** The stream of a request over HTTP/2, by Node's compatibility layer. */
const streamOf = (request: IncomingMessage & { readonly stream?: ServerHttp2Stream }): ServerHttp2Stream | undefined =>
  request.httpVersionMajor >= 2 ? request.stream : undefined;

/** Whether what is left of a body is little and on its way, so that Node reads past it: another connection costs more than the rest of a beacon. */
const isShort = ({ headers }: IncomingMessage, status: number): boolean => status !== statuses.slow && saysSmall(headers['content-length']);

/** Answers. What is refused is not read to its end, unless that is near: HTTP/1 closes its connection then, HTTP/2 its stream. */
export function send({ status, headers }: Reply, request: IncomingMessage, response: ServerResponse): void {
  const isUnread = status >= 400 && !request.complete;
  const stream = streamOf(request);
  const isClosed = isUnread && stream === undefined && !isShort(request, status);
  response.writeHead(status, isClosed ? { ...headers, connection: 'close' } : headers);
  response.end(() => {
    if (isUnread) stream?.close();
  });
}
