import { freePort } from './free-port.ts';
import { Program } from './program.ts';
import { scratchFolder } from './scratch-folder.ts';

/** Where the queues of the worker are, or why they are in its process. */
export interface Broker {
  readonly text: string;
  /** Where there is none, the worker has its equivalent. */
  readonly redis?: { readonly url: string; readonly program: Program };
}

const inProcess = (why: string): Broker => ({ text: `none, queues in process; ${why}` });

/** On loopback, and keeping nothing. */
async function run(stack: AsyncDisposableStack, port: number): Promise<Program> {
  const folder = await scratchFolder(stack);
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  return stack.use(new Program('redis-server', ['redis-server', ...options]));
}

/** Starts a Redis for the worker's queues where there is one. */
export async function startRedis(stack: AsyncDisposableStack, stopped: AbortSignal): Promise<Broker> {
  const port = await freePort();
  const program = await run(stack, port);
  if (program.pid === undefined) return inProcess('no redis-server: apt install redis-server');
  try {
    await program.says(/Ready to accept connections/, AbortSignal.any([stopped, AbortSignal.timeout(20_000)]));
    const url = `redis://127.0.0.1:${port}`;
    return { text: `BullMQ at ${url}  (pid ${program.pid})`, redis: { url, program } };
  } catch (error) {
    stopped.throwIfAborted();
    return inProcess((error as Error).message);
  }
}
