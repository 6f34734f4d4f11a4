import { readlinkSync } from 'node:fs';
import type Threads from 'node:worker_threads';

/** Whether the kernel says that this is the thread that the process began with: https://man7.org/linux/man-pages/man5/proc_thread-self.5.html */
function isFirst(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const [process_, , thread] = readlinkSync('/proc/thread-self').split('/');
    return process_ === thread && thread !== undefined;
  } catch {
    return false;
  }
}

/** Whether this is no worker thread. Node's own answer costs every start half a megabyte, so the kernel is asked first. */
export function isMainThread(): boolean {
  const threads = (): typeof Threads => process.getBuiltinModule('node:worker_threads');
  return isFirst() || threads().isMainThread;
}
