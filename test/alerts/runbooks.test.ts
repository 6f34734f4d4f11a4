import assert from 'node:assert/strict';
import { existsSync, globSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { root, run, scratch } from '../e2e/scratch.ts';
import { snake, thresholds } from '../../src/alerts/thresholds.ts';
import { blocksOf, textOf } from '../pages.ts';
import { assertKnown, known } from './names.ts';

/** What stands for the world: an endpoint that exposes every metric, of which `grep` has to find some; what is unknown does nothing. */
const world = `
command_not_found_handle() { :; }
kill() { :; }
promtool() { printf 'query\\t%s\\n' "\${@: -1}"; }
curl() { case " $* " in *'/metrics '*) printf '# metrics\\n'; printf '%s{error_type="x",queue="mail"} 1\\n' ${[...known.metrics].join(' ')};; esac; }
grep() {
  local input; input=$(cat)
  case $input in '# metrics'*) printf '%s\\n' "$input" | command grep -q "$@" || printf 'nothing\\tgrep %s\\n' "$*";; esac
}
`;

/** Only what reads its input, whatever a page says. */
function harmless(): string {
  const folder = join(scratch(), 'harmless');
  mkdirSync(folder, { recursive: true });
  for (const program of ['bash', 'cat', 'date', 'grep', 'sort', 'uniq']) symlinkSync(join('/usr/bin', program), join(folder, program));
  return folder;
}

describe('the commands of runbooks', () => {
  let path: string;
  before(() => {
    path = harmless();
  });

  for (const page of globSync('docs/runbooks/*.md', { cwd: root }).toSorted())
    it(`${page}: ask for what there is, by variables that the page sets`, async () => {
      const commands = blocksOf(page).flatMap(({ info, text }) => (info === 'sh' ? [text] : []));
      const script = ['set -u', world, ...commands, 'true'].join('\n');
      const env = { PATH: path, REDIS_URL: 'redis://localhost', AUTONOMICA_METRICS_PRICES: 'prices.json' };
      const { code, stdout, stderr } = await run('bash', ['--norc', '-c', script], scratch(), env);
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stderr, /unbound variable/);
      const lines = stdout.split('\n').map((line) => line.split('\t'));
      assert.deepEqual(
        lines.filter(([what]) => what === 'nothing'),
        [],
      );
      for (const [what, query = ''] of lines) if (what === 'query') assertKnown(query);
    });
});

describe('the links of runbooks', () => {
  const pages = globSync('docs/runbooks/*.md', { cwd: root }).toSorted();
  /** As GitHub names a heading. */
  const anchorOf = (heading: string): string =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-');
  const headingsOf = (page: string): string[] => [...textOf(page).matchAll(/^##+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

  for (const page of pages)
    it(`${page}: lead to a section that there is`, () => {
      for (const [, file = '', anchor] of textOf(page).matchAll(/\]\(([^)#:]*)(?:#([^)]*))?\)/g)) {
        const target = file === '' ? page : normalize(join(dirname(page), file));
        assert.ok(existsSync(join(root, target)), target);
        assert.ok(anchor === undefined || headingsOf(target).includes(anchor), `${target}#${anchor}`);
      }
    });
});

describe('the thresholds that runbooks name', () => {
  const keys = Object.entries(thresholds).flatMap(([domain, of]) => Object.keys(of).map((key) => `${domain}.${snake(key)}`));
  const named = new RegExp(`\`((?:${Object.keys(thresholds).join('|')})\\.[a-z0-9_]+)\``, 'g');

  it('are those that there are', () => {
    const pages = globSync('docs/runbooks/*.md', { cwd: root });
    const all = pages.flatMap((page) => [...textOf(page).matchAll(named)].map(([, key = '']) => key));
    assert.ok(all.length >= 8, all.join());
    assert.deepEqual(
      all.filter((key) => !keys.includes(key)),
      [],
    );
  });
});
