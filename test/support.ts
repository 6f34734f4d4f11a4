import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Runs something and gives what it wrote to standard error past the streams, line by line. */
export async function logged(work: () => unknown): Promise<string[]> {
  const { writeSync } = fs;
  let text = '';
  fs.writeSync = (fd: number, data: unknown) => {
    text += fd === 2 ? String(data) : '';
    return String(data).length;
  };
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    fs.writeSync = writeSync;
    syncBuiltinESMExports();
  }
  return text.split('\n').filter((line) => line !== '');
}
