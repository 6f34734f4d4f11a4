import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Lets a server that closes finish what it answers. Node takes an answer for finished when its last part was handed over, and cuts it off
 * where its reader is slow; here it is when that part has left.
 */
export function finishAnswers(server: Server): void {
  const answering = new Map<Socket, number>();
  let closing = false;
  server.on('connection', (socket: Socket) => {
    answering.set(socket, 0);
    socket.once('close', () => answering.delete(socket));
  });
  server.on('request', ({ socket }, response: ServerResponse) => {
    const add = (n: number): number => (answering.get(socket) ?? 0) + n;
    answering.set(socket, add(1));
    response.once('close', () => {
      if (socket.destroyed) return;
      answering.set(socket, add(-1));
      if (closing && answering.get(socket) === 0) socket.destroySoon();
    });
  });
  // `close` calls this: https://nodejs.org/api/http.html#serverclosecallback
  server.closeIdleConnections = () => {
    closing = true;
    for (const [socket, answers] of answering) if (answers === 0) socket.destroy();
  };
}
