import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { mostBytes } from '../browser/wire.ts';

/** A body to its end. */
export interface Whole {
  readonly text: string;
}
/** The same, or why there is none. */
export type Received = Whole | { readonly refused: 'size' | 'slow' | 'aborted' };

const tooLarge: Received = { refused: 'size' };

/** What a header says of the length counts only where it is too much: what comes is counted. */
export const saysTooLarge = (length: string | undefined): boolean => Number(length) > mostBytes;

/** What bytes say, of which no copy is made. */
const textOfBytes = ({ buffer, byteOffset, byteLength }: Uint8Array): string => Buffer.from(buffer, byteOffset, byteLength).toString();

/** Most bodies come in one part. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first, second] = parts;
  return first === undefined || second !== undefined ? Buffer.concat(parts) : first;
}

/** Reads a body to its end, as far as it may go and for as long as it may take; what is refused stays unread. */
export function readAll(stream: Readable, deadlineMs: number): Promise<Received> {
  return new Promise((resolve) => {
    const parts: Uint8Array[] = [];
    let size = 0;
    const settle = (received: Received): void => {
      clearTimeout(deadline);
      stream.off('data', onData).off('end', onEnd).off('close', onClose);
      if ('refused' in received) stream.pause();
      resolve(received);
    };
    const onData = (part: Uint8Array | string): void => {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part;
      size += bytes.length;
      if (size > mostBytes) settle(tooLarge);
      else parts.push(bytes);
    };
    const onEnd = (): void => settle({ text: textOfBytes(joined(parts)) });
    const onClose = (): void => settle({ refused: 'aborted' });
    const deadline = setTimeout(() => settle({ refused: 'slow' }), deadlineMs).unref();
    // an error is followed by the close; whoever hangs up, then or later, is no error of the application
    stream
      .on('error', () => {})
      .on('data', onData)
      .on('end', onEnd)
      .on('close', onClose);
  });
}

/** The text of what was parsed; what no JSON says has none. */
function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return textOfBytes(body);
  try {
    return JSON.stringify(body) ?? '';
  } catch {
    return '';
  }
}

/** What a body parser of the application has made of a body, which had a limit of its own. */
function parsedBefore(body: unknown): Received {
  const text = textOf(body);
  return Buffer.byteLength(text) > mostBytes ? tooLarge : { text };
}

/** The body of a request, read here or before. */
export async function bodyOf(request: IncomingMessage & { readonly body?: unknown }, deadlineMs: number): Promise<Received> {
  if (request.readableEnded) return parsedBefore(request.body);
  return request.destroyed ? { refused: 'aborted' } : readAll(request, deadlineMs);
}

/** The same, fetch-style; one that has been read is gone. */
export async function fetchedBody({ body, bodyUsed }: Request, deadlineMs: number): Promise<Received> {
  if (body === null) return { text: '' };
  if (bodyUsed || body.locked) return { refused: 'aborted' };
  const stream = Readable.fromWeb(body);
  const received = await readAll(stream, deadlineMs);
  stream.destroy();
  return received;
}
