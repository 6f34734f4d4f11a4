import { createServer, type Socket } from 'node:net';
import { bsonOf, type Document, onMessages } from './mongodb-wire.ts';
import type { DatabaseServer } from './database-server.ts';

const idOf = ({ _id: id }: Document): string => JSON.stringify(id);
const listOf = (value: unknown): readonly Document[] => (Array.isArray(value) ? (value as readonly Document[]) : []);
const failed = (code: number, codeName: string, errmsg: string): Document => ({ ok: 0, code, codeName, errmsg });
const matches = (document: Document, filter: Document): boolean => Object.entries(filter).every(([key, value]) => document[key] === value);

/** Answers as the one member of a replica set does, so that writes are tried again and transactions can be had. */
class Database {
  readonly #collections = new Map<string, Document[]>();
  readonly #cursors = new Map<number, { readonly namespace: string; readonly rest: readonly Document[] }>();
  readonly #lost = new Set<string>();

  answer(command: Document, port: number): Document | 'lost' {
    const [name = ''] = Object.keys(command);
    const namespace = `${String(command['$db'])}.${String(command[name])}`;
    if (typeof command['comment'] === 'string' && this.#isLost(command['comment'])) return 'lost';
    switch (name) {
      case 'ismaster':
      case 'hello':
        return hello(port);
      case 'insert':
        return this.#insert(namespace, listOf(command['documents']));
      case 'update':
        return this.#update(namespace, listOf(command['updates']));
      case 'delete':
        return this.#delete(namespace, listOf(command['deletes']));
      case 'find':
        return this.#find(namespace, command['filter'] as Document, Number(command['batchSize'] ?? 101));
      case 'aggregate':
        return this.#aggregate(namespace, listOf(command['pipeline']));
      case 'getMore':
        return this.#more(Number(command['getMore']), Number(command['batchSize'] ?? 101));
      case 'killCursors':
        return { ok: 1, cursorsKilled: command['cursors'] };
      case 'ping':
      case 'endSessions':
      case 'commitTransaction':
      case 'abortTransaction':
        return { ok: 1 };
      default:
        return failed(59, 'CommandNotFound', `no such command: '${name}'`);
    }
  }

  /** Whether the connection is lost while it works: at each `lost`, and at the first of each other comment. */
  #isLost(comment: string): boolean {
    if (comment === 'lost') return true;
    const isFirst = !this.#lost.has(comment);
    this.#lost.add(comment);
    return isFirst;
  }

  #of(namespace: string): Document[] {
    const documents = this.#collections.get(namespace) ?? [];
    this.#collections.set(namespace, documents);
    return documents;
  }

  #insert(namespace: string, documents: readonly Document[]): Document {
    const stored = this.#of(namespace);
    for (const [index, each] of documents.entries()) {
      if (stored.some((other) => idOf(other) === idOf(each)))
        return { ok: 1, n: index, writeErrors: [{ index, code: 11000, errmsg: `E11000 duplicate key: ${idOf(each)}` }] };
      stored.push(each);
    }
    return { ok: 1, n: documents.length };
  }

  #update(namespace: string, updates: readonly Document[]): Document {
    const stored = this.#of(namespace);
    let n = 0;
    for (const { q, u } of updates)
      for (const [index, each] of stored.entries()) {
        if (!matches(each, q as Document)) continue;
        stored[index] = { ...each, ...((u as Document)['$set'] as Document) };
        n += 1;
      }
    return { ok: 1, n, nModified: n };
  }

  #delete(namespace: string, deletes: readonly Document[]): Document {
    const stored = this.#of(namespace);
    const left = stored.filter((each) => !deletes.some(({ q }) => matches(each, q as Document)));
    this.#collections.set(namespace, left);
    return { ok: 1, n: stored.length - left.length };
  }

  #find(namespace: string, filter: Document, batch: number): Document {
    const unknown = Object.keys(filter).find((key) => key.startsWith('$'));
    if (unknown !== undefined) return failed(2, 'BadValue', `unknown top level operator: ${unknown}`);
    const found = this.#of(namespace).filter((each) => matches(each, filter));
    return { ok: 1, cursor: this.#cursor(namespace, found, batch, 'firstBatch') };
  }

  #aggregate(namespace: string, [stage = {}]: readonly Document[]): Document {
    const [name = ''] = Object.keys(stage);
    if (name !== '$count' && name !== '$match') return failed(40324, 'Location40324', `Unrecognized pipeline stage name: '${name}'`);
    if (name === '$match') return this.#find(namespace, stage[name] as Document, 101);
    const counted = [{ [String(stage[name])]: this.#of(namespace).length }];
    return { ok: 1, cursor: this.#cursor(namespace, counted, 101, 'firstBatch') };
  }

  #more(id: number, batch: number): Document {
    const cursor = this.#cursors.get(id);
    if (cursor === undefined) return failed(43, 'CursorNotFound', `cursor id ${id} not found`);
    this.#cursors.delete(id);
    return { ok: 1, cursor: this.#cursor(cursor.namespace, cursor.rest, batch, 'nextBatch') };
  }

  #cursor(namespace: string, documents: readonly Document[], batch: number, name: string): Document {
    const rest = documents.slice(batch);
    const id = rest.length === 0 ? 0 : this.#cursors.size + 1000;
    if (id !== 0) this.#cursors.set(id, { namespace, rest });
    return { id: BigInt(id), ns: namespace, [name]: documents.slice(0, batch) };
  }
}

const hello = (port: number): Document => ({
  ok: 1,
  helloOk: true,
  ismaster: true,
  isWritablePrimary: true,
  setName: 'one',
  setVersion: 1,
  hosts: [`127.0.0.1:${port}`],
  me: `127.0.0.1:${port}`,
  primary: `127.0.0.1:${port}`,
  minWireVersion: 0,
  maxWireVersion: 21,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  logicalSessionTimeoutMinutes: 30,
  localTime: new Date(),
});

/** What speaks MongoDB's wire protocol, on loopback: Debian has no server of it. It keeps little and knows few commands. */
export async function mongodbServer(project: string): Promise<DatabaseServer> {
  const bson = bsonOf(project);
  const databases = new Map<string, Database>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    onMessages(socket, bson, ({ command, more, answer }) => {
      const name = String(command['$db']);
      const database = databases.get(name) ?? new Database();
      databases.set(name, database);
      const reply = database.answer(command, portOf());
      if (reply === 'lost') socket.destroy();
      else if (!more) answer(reply);
    });
  });
  const portOf = (): number => (server.address() as { port: number }).port;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port: portOf(), folder: project, stop };
}
