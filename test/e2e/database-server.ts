import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../pages.ts';
import { eventually, within } from './eventually.ts';

/** A real server of a test's own, on loopback, gone after it. */
export interface DatabaseServer {
  readonly port: number;
  /** What it can be reached by without a network: a folder with a Unix socket. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Where Debian has PostgreSQL's programs, of the newest version that is there. */
export const postgresPrograms = (): string | undefined => globSync('/usr/lib/postgresql/*/bin').toSorted().at(-1);

/** Who runs a server that refuses to be run by root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [, uid, gid] = /^(?:postgres|nobody):[^:]*:(\d+):(\d+)/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

async function accepts(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject)).finally(() => socket.destroy());
}

async function running(child: ChildProcess, folder: string, port: number, signal: NodeJS.Signals): Promise<DatabaseServer> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await eventually(() => accepts(port), 30_000);
  const stop = async (): Promise<void> => {
    child.kill(signal);
    await within('the end of the server', ended);
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, folder, stop };
}

export async function postgres(): Promise<DatabaseServer> {
  const programs = postgresPrograms() ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'autonomica-pg-'));
  const owner = unprivileged();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const options = { ...owner, cwd: folder, encoding: 'utf8' } as const;
  const made = spawnSync(`${programs}/initdb`, ['-D', `${folder}/data`, '-U', 'app', '-A', 'trust', '--no-sync', '-E', 'UTF8'], options);
  assert.equal(made.status, 0, made.stderr);
  const port = await freePort();
  const args = ['-D', `${folder}/data`, '-k', folder, '-h', '127.0.0.1', '-p', String(port), '-F'];
  return running(spawn(`${programs}/postgres`, args, { ...owner, cwd: folder, stdio: 'ignore' }), folder, port, 'SIGINT');
}

/** MariaDB, which speaks MySQL's protocol; its user `root` has no password. */
export async function mariadb(): Promise<DatabaseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'autonomica-mariadb-'));
  const owner = unprivileged();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = ['--no-defaults', `--datadir=${folder}/data`, '--innodb-log-file-size=4M'];
  const made = spawnSync('mariadb-install-db', [...data, '--auth-root-authentication-method=normal', '--skip-test-db'], {
    ...owner,
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(made.status, 0, made.stderr);
  const port = await freePort();
  const args = [...data, '--bind-address=127.0.0.1', `--port=${port}`, `--socket=${folder}/socket`, `--pid-file=${folder}/pid`];
  const child = spawn('mariadbd', [...args, '--innodb-flush-log-at-trx-commit=0'], { ...owner, cwd: folder, stdio: 'ignore' });
  return running(child, folder, port, 'SIGTERM');
}

export async function redisServer(): Promise<DatabaseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'autonomica-redis-'));
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  return running(spawn('redis-server', args, { stdio: 'ignore' }), folder, port, 'SIGTERM');
}
