import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { applications, keyOf, type Row, sums } from './applications.ts';
import { ask, Wire } from './client.ts';
import { eventually } from './eventually.ts';
import { assertTable, note, noteRow } from './outcomes.ts';
import { points, valueOf } from './points.ts';
import { type Flag, type Service, services } from './service.ts';

async function askAll(url: string, rows: readonly Row[]): Promise<void> {
  for (const [method, path, status] of rows) assert.equal((await ask(url + path, { method })).status, status, path);
}

const inFlight = async (service: Service): Promise<number> =>
  valueOf(await service.scrape(), 'http_server_active_requests', { http_request_method: 'GET' });

const flags: readonly Flag[] = ['--require', '--import'];

for (const { library, project, files, rows, stray, odd, route } of applications)
  for (const file of files)
    for (const flag of flags)
      describe(`${library}, ${file}, ${flag}`, () => {
        const start = services();
        let service: Service;
        before(async function () {
          this.timeout(180_000);
          service = start({ cwd: await project(), file, flag });
          await service.url();
        });

        it('counts each request with its method, status and template, and nothing of the endpoint', async () => {
          await service.counts((url) => askAll(url, rows), sums(rows.map(keyOf)));
          for (const row of rows) noteRow(library, file, row, keyOf(row));
        });

        it('gives an aborted request an error, and the status only if it was sent', async () => {
          const aborted = [`GET ${route('/hang')} - aborted`, `GET ${route('/late')} - aborted`, `GET ${route('/stall')} 202 aborted`];
          await service.counts(async (url) => {
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
          }, sums(aborted));
          for (const key of [aborted[0], aborted[2]]) note(library, file, 'aborted', key ?? '');
        });

        it('counts every request of a connection, pipelined ones too, answered or aborted', () =>
          service.counts(
            async (url) => {
              const agent = new Agent({ keepAlive: true, maxSockets: 1 });
              for (let i = 0; i < 3; i++) assert.equal((await ask(`${url}/stray`, { method: 'PATCH', agent })).status, stray);
              agent.destroy();
              const wire = new Wire(url).send('PUT /stray', 'PUT /stray', 'DELETE /stray');
              await eventually(() => assert.equal(wire.statuses.length, 3));
              wire.send('GET /hang', 'GET /hang');
              await eventually(async () => assert.equal(await inFlight(service), 2));
              await wire.hangUp();
              await eventually(async () => assert.equal(await inFlight(service), 0));
            },
            {
              [`PATCH - ${stray}`]: 3,
              [`PUT - ${stray}`]: 2,
              [`DELETE - ${stray}`]: 1,
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
            { [`_OTHER - ${odd}${odd >= 500 ? ` ${odd}` : ''}`]: 2 },
          ));
      });

describe('README', () => {
  it('has the table of what was recorded', assertTable);
});

describe('random URLs', () => {
  const start = services();
  const many = 10_000;
  const atOnce = 500;

  for (const { library, project, files, stray, route } of applications)
    it(`make no series: ${many} of them, ${library}`, async () => {
      const service = start({ cwd: await project(), file: files[0] as string, flag: '--require' });
      const url = await service.url();
      await ask(`${url}/users/0`);
      assert.equal((await ask(`${url}/0`)).status, stray);
      const known = route('/users/:id') === '-' ? 1 : 2;
      const before = await eventually(async () => {
        const text = await service.scrape();
        assert.equal(points(text, 'http_server_request_duration_seconds').length, known);
        return text;
      });
      const wire = new Wire(url);
      for (let sent = 0; sent < many; sent += atOnce) {
        const some = Array.from({ length: atOnce / 2 }, (_, i) => [`GET /users/${sent + i}`, `GET /${sent + i}?q=${Math.random()}`]);
        wire.send(...some.flat());
        await eventually(() => assert.equal(wire.statuses.length, sent + atOnce), 30_000);
      }
      await wire.hangUp();
      const after = await service.scrape();
      const durations = points(after, 'http_server_request_duration_seconds');
      const each = many / known + 2 / known;
      assert.deepEqual(
        durations.map(({ value }) => value),
        Array(known).fill(each),
      );
      const lines = (text: string): number => text.match(/^http_server_/gm)?.length ?? 0;
      assert.equal(lines(after), lines(before));
    });
});
