import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { textOf } from '../pages.ts';
import { has } from './prometheus.ts';
import { environment, root, run } from './scratch.ts';

const page = 'README.md';
const fenced = /(?<=^<!-- demo: .* -->\n```text\n)[^]*?(?=^```$)/m;
const writes = process.env['GOLDEN'] === 'write';
const home = '\u001B[H';
const leave = '\u001B[?25h';

/** Runs the demo in a terminal; whoever copies it sees the usual ports, and a test takes whatever is free. */
async function screenOf(size: string): Promise<string> {
  const demo = `stty ${size}; exec ${process.execPath} examples/demo/main.ts --seconds 20`;
  const env = { ...environment, TERM: 'xterm', ...(writes ? {} : { OTEL_EXPORTER_PROMETHEUS_PORT: '0' }) };
  const { code, stdout } = await run('script', ['--quiet', '--return', '--command', demo, '/dev/null'], root, env);
  assert.equal(code, 0, stdout);
  const last = stdout.split(home).at(-1)?.split(leave)[0] ?? '';
  return stripVTControlCharacters(last).replaceAll(/\r+\n/g, '\n');
}

/** What matters first: what runs, and of the requests those that the API serves. */
const beginningOf = (screen: string): string => `${screen.split('\n\n').slice(0, 3).join('\n\n')}\n`;

/** Numbers, the fullest disk and the address of a Prometheus differ from machine to machine. */
const shape = (screen: string): string =>
  screen
    .replaceAll(/(?:<?\$?\d[\d.,:]*|–)(?: (?:%|ms|s|[kMGT]?B)(?!\w))?(?:\/[sh](?!\w))?/g, 'N')
    .replace(/disk N of \S+ +/, '')
    .replace(/^( +(?:alerts|graphs|doctor)) .*/gm, '$1')
    .replaceAll(/ +/g, ' ');

describe('the demo in a terminal', () => {
  it('shows what README shows', async function () {
    if (!['script', 'redis-server', 'prometheus', 'prometheus-alertmanager'].every(has)) this.skip();
    const shown = beginningOf(await screenOf('cols 120 rows 60'));
    if (writes)
      writeFileSync(
        join(root, page),
        textOf(page).replace(fenced, () => shown),
      );
    const [expected = ''] = fenced.exec(textOf(page)) ?? [];
    assert.equal(shape(shown), shape(expected));
    assert.ok(expected.split('\n').length > 25, expected);
  });
});
