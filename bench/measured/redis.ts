import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePort } from './server.ts';

/** Starts a Redis on loopback that keeps nothing and ends with this process, and gives its port. */
export async function startRedis(): Promise<number> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child, 'spawn');
  process.once('exit', () => child.kill('SIGKILL'));
  const said = createInterface({ input: child.stdout });
  for await (const line of said) if (line.includes('Ready to accept connections')) break;
  child.stdout.resume();
  return port;
}
