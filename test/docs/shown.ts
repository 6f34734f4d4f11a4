import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildNext, withNext } from '../e2e/applications.ts';
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

/** A folder of a project with the files of the page about frontends, and what is around them. */
export async function frontendShown(): Promise<string> {
  const folder = join(await withNext(), 'shop');
  write('docs/integrate-frontend.md', folder);
  return folder;
}

async function buildShown(): Promise<string> {
  const cwd = await withNext();
  write(page, cwd);
  cpSync(join(await frontendShown(), 'next'), cwd, { recursive: true });
  return buildNext(cwd, '.');
}

let built: Promise<string> | undefined;
/** The applications of Next.js that the two pages show, as one, since a build takes long. */
export const nextShown = (): Promise<string> => (built ??= buildShown());

/** A command as it stands, as something to start. */
export const commanded = ([program = '', file = '', ...args]: readonly string[]): Pick<Starting, 'node' | 'file' | 'args'> => ({
  node: program,
  file,
  args,
});
