import { close, open, read, readdir, readFile, realpath, stat, statfs } from 'node:fs';
import { promisify } from 'node:util';

/** Calls of the file system as promises. `node:fs/promises` would load a megabyte of Node's own, readline and all, for nothing. */
export const fileSystem = {
  close: promisify(close),
  open: promisify(open),
  read: promisify(read),
  readdir: promisify(readdir),
  readFile: promisify(readFile),
  realpath: promisify(realpath.native),
  stat: promisify(stat),
  statfs: promisify(statfs),
};
