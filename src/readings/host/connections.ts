import { host } from '../../catalogue/host.ts';
import { isAbsent, type Files } from '../files.ts';
import { type Sampling, UnreadableError } from '../reading.ts';

const { connections: definition } = host.network;

const { of: named } = definition.attributes.state;
/** In the kernel's order, from 1; the last is of a request that has no socket yet. https://github.com/torvalds/linux/blob/master/include/net/tcp_states.h */
const states = [...named, 'syn_received'] as const;
export type State = (typeof named)[number];

const heading = /^ *sl +local_address/;
const socket = /^ *\d+: [\dA-F]+:[\dA-F]{4} [\dA-F]+:[\dA-F]{4} ([\dA-F]{2}) /gm;

/** Connections by state in lines of `/proc/net/tcp` or `tcp6`, the first of which is a heading. */
export function parseConnections(text: string): ReadonlyMap<State, number> {
  const counts = new Map<State, number>();
  for (const [, code = ''] of text.matchAll(socket)) {
    const state = states[Number.parseInt(code, 16) - 1];
    if (state !== undefined) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}

/** No line is that long. */
const longest = 1000;

/** Pieces that end where a line does, of pieces that end anywhere. */
async function* whole(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const text = rest + piece;
    const end = text.lastIndexOf('\n') + 1;
    yield text.slice(0, end);
    rest = text.slice(end).slice(-longest);
  }
  yield rest;
}

async function count(files: Files, name: string, counts: Map<State, number>): Promise<void> {
  let headed = false;
  for await (const text of whole(files.piecesOfMachine(name))) {
    headed ||= heading.test(text);
    if (!headed && text !== '') break;
    for (const [state, more] of parseConnections(text)) counts.set(state, (counts.get(state) ?? 0) + more);
  }
  if (!headed) throw new UnreadableError(name, 'a table of sockets expected');
}

/** TCP connections. There may be 100,000 of them, so they are read piece by piece, off the event loop. */
export const connections: Sampling = {
  name: 'connections',
  finds: [definition],
  async sample(files) {
    const counts = new Map<State, number>(named.map((state) => [state, 0]));
    await count(files, 'net/tcp', counts);
    await count(files, 'net/tcp6', counts).catch((error: unknown) => {
      if (!isAbsent(error)) throw error;
    });
    return [[definition, [...counts].map(([state, value]) => [value, { state, transport: 'tcp' }])]];
  },
};
