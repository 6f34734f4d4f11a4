import { EventEmitter } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { log } from '../log.ts';
import { finishAnswers } from './connections.ts';

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** The servers, one for each address. */
  readonly servers: readonly Server[];
  /** Whether the configured port was another's, and this is a free one. */
  readonly taken: boolean;
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
  // tracing that wraps `Server.prototype.emit` would make a span of every scrape
  server.emit = EventEmitter.prototype.emit;
  server.on('connection', (socket) => socket.unref());
  finishAnswers(server);
  own(server);
  return server;
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException | undefined)?.code);
/** The address is not there: no IPv6, say. */
const isAbsent = (error: unknown): boolean => ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(codeOf(error));
/** Whether the port is another's, and a free one may do. */
export const isTaken = (error: unknown): boolean => codeOf(error) === 'EADDRINUSE';

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

const hostsOf = (host: string): readonly string[] => (host === 'localhost' ? loopback : [host]);

/** Listens on the configured port; `localhost` is 127.0.0.1 and ::1 where both exist. */
export async function listenConfigured({ host, port, listener, own }: Listen): Promise<Listening> {
  const make = (): Server => quiet(listener, own);
  return { host, ...(await (port === 0 ? listenFree(hostsOf(host), make) : listenAll(hostsOf(host), port, make))), taken: false };
}

/** Listens on the configured port; is it taken, on a free one. */
export async function listen(options: Listen): Promise<Listening> {
  try {
    return await listenConfigured(options);
  } catch (error) {
    if (!isTaken(error)) throw error;
    const { host, listener, own } = options;
    return { host, ...(await listenFree(hostsOf(host), () => quiet(listener, own))), taken: true };
  }
}

/** Takes no more connections, ends those that are idle, and resolves when the last request has been answered. */
export async function closeServers(servers: readonly Server[]): Promise<void> {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
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
