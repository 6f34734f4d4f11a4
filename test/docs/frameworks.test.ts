import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { withFrameworks } from '../e2e/applications.ts';
import { ask } from '../e2e/client.ts';
import { eventually } from '../e2e/eventually.ts';
import { type Starting, services } from '../e2e/service.ts';
import { assertPrinted, blocksOf, freePort, outputOf } from '../pages.ts';
import { nextShown, page, shown } from './shown.ts';

/** The programs that are started as they stand. */
const programs = ['http.mjs', 'express.mjs', 'fastify.mjs', 'koa.mjs', 'hapi.mjs', 'hono.mjs'];
const others = ['src/main.ts', 'app/users/[id]/route.js'];

/** What `nest build` makes of a program: its decorators become calls. */
async function compiled(at: string): Promise<string> {
  const { code } = await transform(readFileSync(join(at, 'src', 'main.ts'), 'utf8'), {
    loader: 'ts',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  mkdirSync(join(at, 'dist'), { recursive: true });
  writeFileSync(join(at, 'dist', 'package.json'), '{ "type": "module" }');
  writeFileSync(join(at, 'dist', 'main.js'), code);
  return 'dist/main.js';
}

describe(`${page}: the frameworks`, () => {
  const start = services();
  let folder: string;
  before(async function () {
    this.timeout(180_000);
    folder = await shown(withFrameworks());
  });

  async function counts(shownOf: string, starting: Starting): Promise<void> {
    const port = await freePort();
    const service = start({ ...starting, env: { PORT: String(port), NEXT_TELEMETRY_DISABLED: '1' } });
    await eventually(async () => assert.equal((await ask(`http://127.0.0.1:${port}/users/7`)).status, 200), 20_000);
    await eventually(async () => assertPrinted(outputOf(page, shownOf), await service.scrape()));
  }

  it('are all of those here', () =>
    assert.deepEqual(
      blocksOf(page)
        .flatMap(({ info }) => /output=(\S+)/.exec(info)?.[1] ?? [])
        .toSorted(),
      [...programs, ...others].toSorted(),
    ));

  it('are started as the page says', () =>
    assert.deepEqual(
      blocksOf(page)
        .filter(({ info }) => info === 'sh')
        .map(({ text }) => text),
      ['npm i @autonomica/metrics\n', 'node --require @autonomica/metrics/instrumentation express.mjs\n'],
    ));

  for (const file of programs)
    it(`${file}: what it is asked is counted by its route`, async () => counts(file, { cwd: folder, file, flag: '--require' }));

  it('src/main.ts: the same, built', async () => {
    await counts('src/main.ts', { cwd: folder, file: await compiled(folder), flag: '--require' });
  });

  describe('Next.js', () => {
    let cwd: string;
    before(async function () {
      this.timeout(180_000);
      cwd = await nextShown();
    });
    const [{ text } = { text: '' }] = blocksOf(page).filter(({ info }) => info.endsWith('run=next'));

    for (const line of text.trim().split('\n'))
      it(`${line}: the same`, () => counts('app/users/[id]/route.js', { cwd, node: 'sh', file: '-c', args: [line], group: true }));
  });
});
