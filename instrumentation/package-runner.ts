import { realpathSync } from 'node:fs';
import { basename, sep } from 'node:path';

/** Their programs, as they are started: npm-cli.js, yarn-4.9.1.cjs, pnpm.mjs, pm2-runtime. */
const program = /^(?:npm|npx|yarn|yarnpkg|pnpm|pnpx|corepack|pm2)(?:-cli|-runtime|-docker|-dev|-\d[\w.-]*)?(?:\.[cm]?js)?$/;
/** Where they are installed; an application's own `yarn.js` is elsewhere. */
const folder = /^(?:npm|yarn(?:-v[\w.-]+)?|pnpm|corepack|pm2)$/;

/** Whether a program is npm, npx, yarn, pnpm, corepack or pm2 itself: under `NODE_OPTIONS` they are preloaded too, and are no application. */
export function isPackageRunner(entry: string): boolean {
  if (!program.test(basename(entry))) return false;
  let file = entry;
  try {
    file = realpathSync(entry);
  } catch {
    // a name that Node completes itself
  }
  const folders = file.split(sep).slice(0, -1);
  return folders.slice(-3).some((name) => folder.test(name)) || folders.slice(-2).join('/') === '.yarn/releases';
}
