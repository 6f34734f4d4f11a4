import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { join } from 'node:path';

export type Document = Readonly<Record<string, unknown>>;
interface Bson {
  serialize(document: Document): Uint8Array;
  deserialize(bytes: Uint8Array): Document;
}

/** What a client has sent: `more` says that it waits for no answer. */
export interface Message {
  readonly command: Document;
  readonly more: boolean;
  answer(reply: Document): void;
}

/** OP_REPLY, OP_QUERY and OP_MSG: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
const opcodes = { reply: 1, query: 2004, message: 2013 } as const;
const header = 16;

/** The `bson` that came with the driver of a project. */
export const bsonOf = (project: string): Bson => createRequire(join(project, 'package.json'))('bson') as Bson;

function int32s(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) buffer.writeInt32LE(value, 4 * index);
  return buffer;
}

/** Documents one behind the other, each of which begins with its length. */
function documentsIn(bytes: Buffer, { deserialize }: Bson): Document[] {
  const documents: Document[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at))
    documents.push(deserialize(bytes.subarray(at, at + bytes.readInt32LE(at))));
  return documents;
}

/** The body, and what was sent beside it as sequences of documents. */
function commandIn(sections: Buffer, bson: Bson): Document {
  let command: Document = {};
  for (let at = 0; at < sections.length; ) {
    const isSequence = sections[at] === 1;
    const end = at + 1 + sections.readInt32LE(at + 1);
    const nameEnds = sections.indexOf(0, at + 5);
    command = isSequence
      ? { ...command, [sections.toString('utf8', at + 5, nameEnds)]: documentsIn(sections.subarray(nameEnds + 1, end), bson) }
      : { ...bson.deserialize(sections.subarray(at + 1, end)), ...command };
    at = end;
  }
  return command;
}

function received(bytes: Buffer, socket: Socket, bson: Bson): Message {
  const asked = bytes.readInt32LE(4);
  const send = (opcode: number, body: Buffer): void =>
    void socket.write(Buffer.concat([int32s(header + body.length, 0, asked, opcode), body]));
  if (bytes.readInt32LE(12) === opcodes.query) {
    // flags, the collection's name, two numbers
    const [command = {}] = documentsIn(bytes.subarray(bytes.indexOf(0, header + 4) + 9), bson);
    const answer = (reply: Document): void => send(opcodes.reply, Buffer.concat([int32s(0, 0, 0, 0, 1), bson.serialize(reply)]));
    return { command, more: false, answer };
  }
  const answer = (reply: Document): void => send(opcodes.message, Buffer.concat([int32s(0), Buffer.of(0), bson.serialize(reply)]));
  return { command: commandIn(bytes.subarray(header + 4), bson), more: (bytes.readInt32LE(header) & 2) !== 0, answer };
}

/** Tells each message that comes over a connection. */
export function onMessages(socket: Socket, bson: Bson, tell: (message: Message) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= header && rest.length >= rest.readInt32LE(0)) {
      const message = rest.subarray(0, rest.readInt32LE(0));
      rest = rest.subarray(message.length);
      tell(received(message, socket, bson));
    }
  });
}
