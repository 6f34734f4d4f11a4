import assert from 'node:assert/strict';
import { connect } from 'node:http2';
import { join } from 'node:path';
import { applications, keyOf, type Row, sums, withFrameworks } from './applications.ts';
import { ask } from './client.ts';
import { eventually } from './eventually.ts';
import { root, run } from './scratch.ts';
import { services } from './service.ts';

interface Version {
  readonly node: string;
  readonly version: string;
  readonly http2: boolean;
  /** What it says beside where it serves. */
  readonly says: readonly RegExp[];
}

const noHttp2 = /^@autonomica\/metrics: Node 2[02]\.\d+\.\d+ does not publish what it serves over HTTP\/2: it is not measured$/;
const versions: readonly Version[] = [
  {
    node: 'node20',
    version: '20.20.2',
    http2: false,
    says: [/^@autonomica\/metrics: Node 20\.20\.2 is older than 22\.15: nothing is promised on it$/, noHttp2],
  },
  { node: 'node22-lowest', version: '22.15.0', http2: false, says: [noHttp2] },
  { node: 'node22', version: '22.23.3', http2: true, says: [] },
  { node: 'node26', version: '26.10.0', http2: true, says: [] },
];

/** One application of each kind: CommonJS hooks, channels, ES modules only. */
const files = ['plain.mjs', 'express.cjs', 'express.mjs', 'fastify.mjs', 'koa.mjs', 'hapi.cjs', 'hono.cjs', 'hono.mjs'];

for (const { node, version, http2, says } of versions)
  describe(`Node ${version}`, () => {
    const start = services();
    const program = join(root, 'node_modules', node, 'bin', 'node');

    it('is what is tested', async () => {
      const { stdout } = await run(program, ['--version'], root);
      assert.equal(stdout, `v${version}\n`);
    });

    for (const { library, rows, files: all } of applications.filter(
      (each) => each.files.some((file) => files.includes(file)) && each.library !== 'Express 4',
    ))
      for (const file of all.filter((each) => files.includes(each)))
        it(`has the routes of ${library}, and says what is missing (${file})`, async () => {
          const service = start({ cwd: await withFrameworks(), file, node: program, flag: '--require' });
          const asked = rows.filter(([, path]) => path !== '/%');
          await service.counts(
            async (url) => {
              for (const [method, path, status] of asked) assert.equal((await ask(url + path, { method })).status, status, path);
            },
            sums(asked.map((row: Row) => keyOf(row))),
          );
          const said = service.said.filter((line) => !/ serving /.test(line));
          assert.equal(said.length, says.length, service.stderr);
          for (const [i, pattern] of says.entries()) assert.match(said[i] ?? '', pattern);
          assert.doesNotMatch(service.stderr, /Warning/);
        });

    it('measures the runtime and what is sent', async () => {
      const service = start({ cwd: await withFrameworks(), file: 'sends-one.mjs', node: program, flag: '--import' });
      await service.url();
      const text = await eventually(async () => {
        const scraped = await service.scrape();
        assert.equal([...scraped.matchAll(/^http_client_request_duration_seconds_count\{.*"(200|404)".*\} 1$/gm)].length, 2);
        return scraped;
      });
      for (const name of [
        'nodejs_eventloop_delay_seconds_count',
        'v8js_memory_heap_used_bytes',
        'process_cpu_time_seconds_total',
        'process_thread_count',
      ])
        assert.match(text, new RegExp(`^${name}(\\{.*\\})? \\d`, 'm'));
    });

    if (http2)
      it('measures HTTP/2', async () => {
        const service = start({ cwd: await withFrameworks(), file: 'http2.cjs', node: program, flag: '--require' });
        await service.counts(
          async (url) => {
            const session = connect(url);
            await new Promise((resolve) => session.request({ ':path': '/users/7' }).resume().on('close', resolve));
            session.close();
          },
          { 'GET /users/:id 200': 1 },
        );
      });
  });
