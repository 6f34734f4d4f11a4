import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { version } from '../src/version.ts';

const root = join(import.meta.dirname, '..');
const files = globSync('{src,instrumentation}/**/*.ts', { cwd: root }).toSorted();
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The order in which a measurement passes: imports at run time run from a later room to an earlier one. */
const rooms = [
  'catalogue',
  'store',
  'opentelemetry',
  'meters',
  'readings',
  'exposition',
  'endpoint',
  'beacon',
  'alerts',
  'dashboards',
  'generate',
  'doctor',
  'cli',
];
const roomOf = (file: string): string => file.split('/')[1] ?? '';
const imports = (file: string): string[] =>
  [...textOf(file).matchAll(/^(?:import|export)(?! type) [^;]*?from '(\.[^']+)';/gm)].map(([, path = '']) =>
    normalize(join(dirname(file), path)),
  );

describe('the house', () => {
  it('has files', () => assert.ok(files.length > 50));

  for (const file of files)
    it(`${file}: imports run downwards`, () => {
      const at = rooms.indexOf(roomOf(file));
      for (const target of imports(file)) {
        if (file.startsWith('src/')) assert.ok(!target.startsWith('instrumentation/'), `src imports ${target}`);
        const to = rooms.indexOf(roomOf(target));
        if (at >= 0 && to >= 0) assert.ok(to <= at, `${roomOf(file)} imports ${target}`);
        // a command starts the pipeline as the preload does
        if (at >= 0 && roomOf(file) !== 'cli') assert.ok(!/^src\/(start|index)\.ts$/.test(target), `imports ${target}`);
      }
    });

  it('keeps what runs in browsers apart: it shares how errors are named, and what a beacon may hold', () => {
    const isInside = (file: string): boolean => roomOf(file) === 'browser';
    const crossing = files.flatMap((file) => imports(file).filter((target) => isInside(file) !== isInside(target)));
    assert.deepEqual([...new Set(crossing)].toSorted(), ['src/browser/wire.ts', 'src/meters/error-type.ts']);
  });

  it('reads the environment in one place, and what pm2 says there in another, and writes in one, to a page in another', () => {
    // the text of an image's health check is run elsewhere
    const readers = files.filter((file) => file !== 'src/generate/collector-image.ts' && /process\.env\b/.test(textOf(file)));
    assert.deepEqual(readers, ['instrumentation/pm2.ts', 'src/environment.ts']);
    const writers = files.filter((file) => /console\.|process\.std(out|err)|writeSync/.test(textOf(file)));
    assert.deepEqual(writers, ['instrumentation/preload.ts', 'src/browser/wrong.ts', 'src/cli/cli.ts', 'src/cli/status.ts', 'src/log.ts']);
  });

  it('has names that say something, and files that one can read', () => {
    const banned = /(manager|helper|util|common|base|factory|handler|processor|service)s?\.ts$/;
    assert.deepEqual(
      files.filter((file) => banned.test(file)),
      [],
    );
    assert.deepEqual(
      files.filter((file) => !/^[a-z0-9/.-]+$/.test(file)),
      [],
    );
    assert.deepEqual(
      files.filter((file) => textOf(file).split('\n').length > 250),
      [],
    );
  });

  it('has one version', () => {
    const { version: published } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    assert.equal(version, published);
  });
});
