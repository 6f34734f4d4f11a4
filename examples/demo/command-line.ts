import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const manifest = require.resolve('@autonomica/metrics/package.json');
const { bin } = require(manifest) as { readonly bin: Readonly<Record<string, string>> };

/** What `npx autonomica-metrics` would run, without the npx between, which would have to hand on every signal. */
export const commandLine = [process.execPath, join(dirname(manifest), bin['autonomica-metrics'] as string)] as const;
