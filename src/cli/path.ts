import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the preload is, for `NODE_OPTIONS`: a package's name there ends every node that is started elsewhere. */
export function pathCommand(stdout: NodeJS.WritableStream, folder = import.meta.dirname): number {
  const preload = join(folder, 'preload.cjs');
  if (!existsSync(preload)) throw new Error(`${preload} is missing: install @autonomica/metrics again`);
  stdout.write(`${preload}\n`);
  return 0;
}
