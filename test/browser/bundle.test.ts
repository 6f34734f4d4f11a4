import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root, run } from '../e2e/scratch.ts';
import { inputsOf } from '../metafiles.ts';
import { codeIn, rowsOf, textOf } from '../pages.ts';

const file = join(root, 'dist', 'browser.mjs');
const kB = 1_000;

/** What the client weighs beside web-vitals, which the page may have anyway. */
async function withoutVitals(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/browser/client.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['web-vitals'],
    write: false,
  });
  const [output] = outputFiles;
  assert.ok(output !== undefined && output.text.includes('web-vitals'));
  return output.contents;
}

describe('the client for browsers', () => {
  it('is at most 9 kB compressed, and 5 kB without web-vitals', async () => {
    const whole = gzipSync(readFileSync(file)).length;
    const own = gzipSync(await withoutVitals()).length;
    assert.ok(whole <= 9 * kB, `${whole} bytes`);
    assert.ok(own <= 5 * kB, `${own} bytes without web-vitals`);
    const size = `${(whole / kB).toFixed(1)} kB`;
    const said = [
      ['README.md', `an ES module of ${size}`],
      ['docs/browser.md', `${size}, ${(own / kB).toFixed(1)} kB of it without web-vitals`],
    ] as const;
    for (const [page, text] of said) assert.ok(textOf(page).includes(text), `${page} does not say: ${text}`);
  });

  it('imports nothing, and has nothing of Node and of the rest but how errors are named', () => {
    assert.doesNotMatch(readFileSync(file, 'utf8'), /\bimport\b|\brequire\b|\bprocess\b/);
    const foreign = inputsOf('browser.mjs').filter((input) => !/^(src\/browser|node_modules\/web-vitals)\//.test(input));
    assert.deepEqual(foreign, ['src/meters/error-type.ts']);
  });

  it('does nothing where there is no page', async () => {
    const script = `
      import { init, recordApiCall, recordError, recordPageLoad, recordUserAction, startNavigation } from ${JSON.stringify(pathToFileURL(file))};
      const before = Reflect.ownKeys(globalThis).length;
      init({ endpoint: '/b', app: 'a' });
      recordPageLoad('/', '/', 1);
      recordUserAction('a');
      recordApiCall('/', 'GET', 200, 1);
      recordError('Error');
      recordError(new Error('x'));
      startNavigation();
      console.log(Reflect.ownKeys(globalThis).length - before);`;
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script], root);
    assert.equal(stdout + stderr, '0\n');
  });

  it('has every option in its page, and no other', () => {
    const options = [...textOf('src/browser/options.ts').matchAll(/^ {2}readonly (\w+)/gm)].map(([, name]) => name);
    assert.deepEqual(
      rowsOf('docs/browser.md', 'Options').flatMap(([cell = '']) => codeIn(cell)),
      options,
    );
  });
});
