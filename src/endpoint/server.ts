import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { log } from '../log.ts';

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** The servers, one for each address. */
  readonly servers: readonly Server[];
}

const loopback = ['127.0.0.1', '::1'];

function listenAt(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      server.on('error', (error) => log.warn(`endpoint: ${error.message}`));
      resolve((server.address() as AddressInfo).port);
    });
    server.unref();
  });
}

/** A server that never keeps the process alive: neither it nor a connection that a scraper keeps open. */
function quiet(listener: RequestListener, own: (server: Server) => void): Server {
  const server = createServer(listener);
  server.on('connection', (socket) => socket.unref());
  own(server);
  return server;
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException | undefined)?.code);
/** The address is not there: no IPv6, say. */
const isAbsent = (error: unknown): boolean => ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(codeOf(error));
export const isTaken = (error: unknown): boolean => ['EADDRINUSE', 'EACCES'].includes(codeOf(error));

/** Listens on every address of `hosts` that exists, on one port. */
async function listenAll(hosts: readonly string[], port: number, make: () => Server): Promise<{ port: number; servers: Server[] }> {
  const servers: Server[] = [];
  let bound = port;
  let absent: unknown;
  for (const host of hosts) {
    const server = make();
    try {
      bound = await listenAt(server, host, bound);
      servers.push(server);
    } catch (error) {
      absent = error;
      if (isAbsent(error)) continue;
      for (const each of servers) each.close();
      throw error;
    }
  }
  if (servers.length === 0) throw absent;
  return { port: bound, servers };
}

export interface Listen {
  readonly host: string;
  readonly port: number;
  readonly listener: RequestListener;
  /** Hears of each server before it listens: its requests are not the application's. */
  readonly own: (server: Server) => void;
}

/** Listens; `localhost` is 127.0.0.1 and ::1 where both exist. Is the port taken, a free one is used. */
export async function listen({ host, port, listener, own }: Listen): Promise<Listening & { readonly taken: boolean }> {
  const hosts = host === 'localhost' ? loopback : [host];
  const make = (): Server => quiet(listener, own);
  try {
    return { host, ...(await (port === 0 ? listenFree(hosts, make) : listenAll(hosts, port, make))), taken: false };
  } catch (error) {
    if (!isTaken(error)) throw error;
    return { host, ...(await listenFree(hosts, make)), taken: true };
  }
}

/** A free port on one address may be taken on the other: some are tried. */
async function listenFree(hosts: readonly string[], make: () => Server): Promise<{ port: number; servers: Server[] }> {
  for (let tries = 1; ; tries++) {
    try {
      return await listenAll(hosts, 0, make);
    } catch (error) {
      if (tries === 5 || !isTaken(error)) throw error;
    }
  }
}

export const urlOf = ({ host, port }: { host: string; port: number }): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
