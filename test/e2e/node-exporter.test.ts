import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './client.ts';
import { eventually, within } from './eventually.ts';
import { ourSeries, type Pair, pairs, pairsTable, theirSeries } from './node-exporter.ts';
import { type Point, points } from './points.ts';
import { root, withExpress5 } from './scratch.ts';
import { services } from './service.ts';

const program = 'prometheus-node-exporter';
const page = join(root, 'docs', 'collector.md');
const block = /(?<=<!-- node_exporter: .* -->\n)[^]*?(?=<!-- \/node_exporter -->)/;
/** How far a value may be off that moves up and down, of itself. */
const share = 0.02;

interface Exporter {
  readonly url: string;
  stop(): Promise<void>;
}

async function startExporter(): Promise<Exporter> {
  const child = spawn(program, ['--web.listen-address=127.0.0.1:0', '--collector.tcpstat', '--collector.processes'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const address = await eventually(() => {
    const [, found] = /msg="Listening on" address=(\S+)/.exec(said) ?? [];
    assert.ok(found, said);
    return found;
  });
  return {
    url: `http://${address}/metrics`,
    async stop() {
      child.kill('SIGTERM');
      await within(`the end of ${program}`, ended);
    },
  };
}

/** Whether ours lies between what was read before and after it. */
function agrees({ moves }: Pair, before: number, ours: number, after: number): boolean {
  const slack = moves === undefined ? 1e-6 : Math.max(moves, share * Math.max(before, after));
  return ours >= Math.min(before, after) - slack && ours <= Math.max(before, after) + slack;
}

describe(`the machine beside node_exporter (Debian package ${program})`, () => {
  const start = services();
  let exporter: Exporter | undefined;
  let url: string;
  before(async function () {
    if (spawnSync(program, ['--version']).status !== 0) this.skip();
    exporter = await startExporter();
    const env = { AUTONOMICA_METRICS_HOST: 'true', AUTONOMICA_METRICS_SAMPLE_INTERVAL: '50' };
    const service = start({ cwd: await withExpress5(), file: 'plain.cjs', flag: '--require', env });
    url = `${(await service.address()).replace('localhost', '127.0.0.1')}/metrics`;
  });
  after(() => exporter?.stop());

  const theirs = async (): Promise<string> => (await ask(exporter?.url ?? '')).body;
  const among = (text: string, name: string): readonly Point[] => points(text, name);

  for (const pair of pairs)
    it(`has the same ${pair.theirs}${pair.rare ? ', if this machine has any' : ''}`, () =>
      eventually(async () => {
        const [before, ours, after] = [await theirs(), (await ask(url)).body, await theirs()];
        const [first, here, last] = [
          theirSeries(pair, among(before, pair.theirs)),
          ourSeries(pair, among(ours, pair.ours)),
          theirSeries(pair, among(after, pair.theirs)),
        ];
        assert.ok(here.size > 0 || (pair.rare && first.size === 0), `no ${pair.ours}`);
        let compared = 0;
        for (const [series, value] of here) {
          const [from, to] = [first.get(series), last.get(series)];
          if (from === undefined || to === undefined) continue;
          compared += 1;
          assert.ok(agrees(pair, from, value, to), `${pair.ours}{${series}}: ${from} ≤ ${value} ≤ ${to}`);
        }
        if (!pair.more && !pair.rare)
          for (const series of first.keys()) assert.ok(here.has(series) || !last.has(series), `no ${pair.ours}{${series}}`);
        assert.ok(compared > 0 || pair.rare, `none of ${[...here.keys()].join(' ')} among ${[...first.keys()].join(' ')}`);
      }));

  it('has them all in a table for people who come from there', () => {
    const text = readFileSync(page, 'utf8');
    if (process.env['GOLDEN'] === 'write') writeFileSync(page, text.replace(block, pairsTable()));
    assert.equal(block.exec(readFileSync(page, 'utf8'))?.[0], pairsTable());
  });
});
