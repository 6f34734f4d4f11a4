import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { runtime } from '../catalogue/runtime.ts';
import type { Store } from '../store/store.ts';
import { type Point, write } from './write.ts';

function numberIn(file: string, pattern: RegExp): Point[] {
  try {
    const [, found] = pattern.exec(readFileSync(file, 'utf8')) ?? [];
    return found === undefined ? [] : [[Number(found), {}]];
  } catch {
    return [];
  }
}

/** Without the one that reading the folder itself takes. */
function openIn(folder: string): Point[] {
  try {
    return [[readdirSync(folder).length - 1, {}]];
  } catch {
    return [];
  }
}

/**
 * When the process was started, and on Linux its threads and file descriptors; nothing where there is no /proc.
 * @param root the folder below which /proc is
 */
export function readProcess(store: Store, root = '/'): void {
  const { process: facts } = runtime;
  write(store, facts.uptime, [[process.uptime(), {}]]);
  write(store, facts.started, [[performance.timeOrigin / 1000, {}]]);
  const self = join(root, 'proc/self');
  write(store, facts.threads, numberIn(join(self, 'status'), /^Threads:\s*(\d+)/m));
  write(store, facts.descriptors, openIn(join(self, 'fd')));
  write(store, facts.maxDescriptors, numberIn(join(self, 'limits'), /^Max open files +(\d+)/m));
}
