import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Starting } from '../e2e/service.ts';
import { fileOf, write } from '../pages.ts';

export const page = 'docs/integrate-api.md';

/** A folder of a project with the files of the page, and the server of README. */
export async function shown(project: Promise<string>): Promise<string> {
  const folder = join(await project, 'integrate');
  mkdirSync(folder, { recursive: true });
  write(page, folder);
  writeFileSync(join(folder, 'server.js'), fileOf('README.md', 'server.js'));
  return folder;
}

/** A command as it stands, as something to start. */
export const commanded = ([program = '', file = '', ...args]: readonly string[]): Pick<Starting, 'node' | 'file' | 'args'> => ({
  node: program,
  file,
  args,
});
