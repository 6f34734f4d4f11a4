import { join } from 'node:path';
import { build } from 'esbuild';

const client = join(import.meta.dirname, '..', '..', 'src', 'browser', 'client.ts');

/** What a page loads of a contender: as a bundler makes it of what its documentation shows. @param isBare without web-vitals, which the page may have anyway */
export async function bundled(contender: string, isBare = false): Promise<Buffer> {
  const { outputFiles } = await build({
    absWorkingDir: join(process.cwd(), 'browser'),
    entryPoints: [`./${contender}.js`],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    write: false,
    // what is published has web-vitals built in
    ...(isBare ? { alias: { '@autonomica/metrics/browser': client }, external: ['web-vitals'] } : {}),
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}
