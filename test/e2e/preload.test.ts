import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { ask, Wire } from './client.ts';
import { eventually } from './eventually.ts';
import { points, valueOf } from './points.ts';
import { withExpress4, withExpress5 } from './scratch.ts';
import { type Flag, type Service, services } from './service.ts';

type Row = readonly [method: string, path: string, status: number, route: string];

/** What is asked of an Express application, and the route that must be counted; `-` is none. */
const routed: readonly Row[] = [
  ['GET', '/users/7', 200, '/users/:id'],
  ['GET', '/users/8?page=2', 200, '/users/:id'],
  ['HEAD', '/users/7', 200, '/users/:id'],
  ['POST', '/users', 201, '/users'],
  ['GET', '/api/customers/5/orders', 200, '/api/customers/:customer/orders'],
  ['GET', '/api/customers/5/orders/6', 200, '/api/customers/:customer/orders/:order'],
  ['GET', '/red', 200, '/red'],
  ['GET', '/blue/dark', 200, '/blue/:shade'],
  ['GET', '/files/a/b.txt', 200, '/^\\/files\\/(.+)$/'],
  ['GET', '/v1/ping', 200, '/v1/ping'],
  ['GET', '/v2/ping', 200, '/v2/ping'],
  ['GET', '/tenants/acme/home', 200, '/^\\/tenants\\/[a-z]+/home'],
  ['GET', '/sub/page/3', 200, '/sub/page/:number'],
  ['GET', '/api/customers/5/orders/6/throws', 500, '/api/customers/:customer/orders/:order/throws'],
  ['GET', '/api/customers/5/orders/6/rejects', 500, '/api/customers/:customer/orders/:order/rejects'],
  ['GET', '/api/customers/5/orders/6/handled', 503, '/api/customers/:customer/orders/:order/handled'],
  ['GET', '/routed/1', 200, '/routed/:b'],
  ['GET', '/leaving/again', 200, '/leaving/again'],
  ['GET', '/leaving/nowhere', 404, '-'],
  ['GET', '/passed', 404, '-'],
  ['GET', '/nowhere', 404, '-'],
  ['POST', '/red', 404, '-'],
  ['GET', '/private/page', 401, '-'],
];

const plain: readonly Row[] = [
  ['GET', '/', 200, '-'],
  ['POST', '/any?thing', 200, '-'],
  ['HEAD', '/', 200, '-'],
  ['GET', '/missing', 404, '-'],
  ['GET', '/fails', 500, '-'],
];

const keyOf = ([method, , status, route]: Row): string => `${method} ${route} ${status}${status >= 500 ? ` ${status}` : ''}`;

async function askAll(url: string, rows: readonly Row[]): Promise<void> {
  for (const [method, path, status] of rows) assert.equal((await ask(url + path, { method })).status, status, path);
}

function sums(keys: readonly string[]): Record<string, number> {
  return keys.reduce<Record<string, number>>((all, key) => ({ ...all, [key]: (all[key] ?? 0) + 1 }), {});
}

const inFlight = async (service: Service): Promise<number> =>
  valueOf(await service.scrape(), 'http_server_active_requests', { http_request_method: 'GET' });

interface Application {
  readonly library: string;
  readonly project: () => Promise<string>;
  readonly files: readonly string[];
  readonly rows: readonly Row[];
  /** The route of a path that has one. */
  readonly route: (path: string) => string;
}

const applications: readonly Application[] = [
  { library: 'node:http', project: withExpress5, files: ['plain.cjs', 'plain.mjs'], rows: plain, route: () => '-' },
  { library: 'Express 5', project: withExpress5, files: ['express.cjs', 'express.mjs'], rows: routed, route: (path) => path },
  { library: 'Express 4', project: withExpress4, files: ['express.cjs', 'express.mjs'], rows: routed, route: (path) => path },
];
const flags: readonly Flag[] = ['--require', '--import'];

for (const { library, project, files, rows, route } of applications)
  for (const file of files)
    for (const flag of flags)
      describe(`${library}, ${file}, ${flag}`, () => {
        const start = services();
        let service: Service;
        before(async () => {
          service = start({ cwd: await project(), file, flag });
          await service.url();
        });

        it('counts each request with its method, status and template, and nothing of the endpoint', () =>
          service.counts((url) => askAll(url, rows), sums(rows.map(keyOf))));

        it('gives an aborted request an error, and the status only if it was sent', () =>
          service.counts(
            async (url) => {
              const wire = new Wire(url).send('GET /hang');
              await eventually(async () => assert.equal(await inFlight(service), 1));
              await wire.hangUp();
              const late = new Wire(url).send('GET /late');
              await eventually(async () => assert.equal(await inFlight(service), 1));
              await late.hangUp();
              const stalled = new Wire(url).send('GET /stall');
              await eventually(() => assert.deepEqual(stalled.statuses, [202]));
              await stalled.hangUp();
              await eventually(async () => assert.equal(await inFlight(service), 0));
            },
            sums([`GET ${route('/hang')} - aborted`, `GET ${route('/late')} - aborted`, `GET ${route('/stall')} 202 aborted`]),
          ));

        it('counts every request of a connection, pipelined ones too, answered or aborted', () =>
          service.counts(
            async (url) => {
              const agent = new Agent({ keepAlive: true, maxSockets: 1 });
              for (let i = 0; i < 3; i++)
                assert.equal((await ask(`${url}/stray`, { method: 'PATCH', agent })).status, rows === plain ? 200 : 404);
              agent.destroy();
              const wire = new Wire(url).send('PUT /stray', 'PUT /stray', 'DELETE /stray');
              await eventually(() => assert.equal(wire.statuses.length, 3));
              wire.send('GET /hang', 'GET /hang');
              await eventually(async () => assert.equal(await inFlight(service), 2));
              await wire.hangUp();
              await eventually(async () => assert.equal(await inFlight(service), 0));
            },
            {
              ...(rows === plain
                ? { 'PATCH - 200': 3, 'PUT - 200': 2, 'DELETE - 200': 1 }
                : { 'PATCH - 404': 3, 'PUT - 404': 2, 'DELETE - 404': 1 }),
              [`GET ${route('/hang')} - aborted`]: 2,
            },
          ));

        it('counts methods that the conventions do not know as _OTHER', () =>
          service.counts(
            async (url) => {
              const wire = new Wire(url).send('PROPFIND /nowhere', 'PURGE /nowhere');
              await eventually(() => assert.equal(wire.statuses.length, 2));
              await wire.hangUp();
            },
            { [`_OTHER - ${rows === plain ? 200 : 404}`]: 2 },
          ));
      });

describe('random URLs', () => {
  const start = services();
  const many = 10_000;
  const atOnce = 500;

  it(`makes no series for ${many} of them`, async () => {
    const service = start({ cwd: await withExpress5(), file: 'express.cjs', flag: '--require' });
    const url = await service.url();
    await askAll(url, [
      ['GET', '/users/0', 200, ''],
      ['GET', '/0', 404, ''],
    ]);
    const before = await eventually(async () => {
      const text = await service.scrape();
      assert.equal(points(text, 'http_server_request_duration_seconds').length, 2);
      return text;
    });
    const wire = new Wire(url);
    for (let sent = 0; sent < many; sent += atOnce) {
      const some = Array.from({ length: atOnce / 2 }, (_, i) => [`GET /users/${sent + i}`, `GET /${sent + i}?q=${Math.random()}`]).flat();
      wire.send(...some);
    }
    await eventually(() => assert.equal(wire.statuses.length, many), 30_000);
    await wire.hangUp();
    const after = await service.scrape();
    const durations = points(after, 'http_server_request_duration_seconds');
    assert.deepEqual(
      durations.map(({ value }) => value),
      [many / 2 + 1, many / 2 + 1],
    );
    assert.equal(valueOf(after, 'autonomica_lines_usage'), valueOf(before, 'autonomica_lines_usage'));
  });
});
