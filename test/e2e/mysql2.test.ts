import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { type DatabaseServer, mariadb } from './database-server.ts';
import { countsOnce, endsAlike, isLeftAlone, measuresClient, saw } from './measures-clients.ts';
import { has } from './prometheus.ts';
import { project } from './scratch.ts';
import { services } from './service.ts';

const packages = ['mysql2@3.24.6'];
const system = 'mysql';
/** The work that goes through `mysql2/promise`. */
const promised = { 'COMMIT mysql': 1, 'SELECT mysql': 9, 'SELECT mysql ER_NO_SUCH_TABLE': 3, 'START mysql': 1 };

describe('statements to MariaDB (apt-get install mariadb-server)', () => {
  const start = services();
  let server: DatabaseServer;
  const args = (): string[] => [String(server.port)];
  before(async function () {
    if (!has('mariadbd')) this.skip();
    server = await mariadb();
  });
  after(() => server?.stop());

  measuresClient(
    {
      library: 'mysql2',
      packages,
      system,
      unhandled: `require('mysql2/promise').createConnection({ host: '127.0.0.1', port, user: 'root' }).then((client) => { client.query('NONSENSE') })`,
      expected: {
        '- mysql ER_PARSE_ERROR': 1,
        'COMMIT mysql': 1,
        'CREATE mysql': 1,
        'DELETE mysql': 1,
        'INSERT mysql': 1,
        'INSERT mysql ER_DUP_ENTRY': 1,
        'KILL mysql': 1,
        'ROLLBACK mysql': 1,
        'SELECT mysql': 30,
        'SELECT mysql ER_NO_SUCH_TABLE': 8,
        'SELECT mysql Error': 1,
        'SELECT mysql PROTOCOL_CONNECTION_LOST': 2,
        'SELECT mysql PROTOCOL_SEQUENCE_TIMEOUT': 1,
        'SHOW mysql ER_BAD_DB_ERROR': 1,
        'START mysql': 2,
        'UPDATE mysql': 1,
        'WITH mysql': 1,
      },
    },
    () => server,
  );

  for (const [file, load] of Object.entries({
    'mysql2-promise.cjs': `void require('./mysql2-work.cjs').work(undefined, require('mysql2/promise'), Number(process.argv[2]))`,
    'mysql2-promise.mjs': `import promises from 'mysql2/promise.js';
import { work } from './mysql2-work.cjs';
await work(undefined, promises, Number(process.argv[2]))`,
  }))
    it(`are counted of an application that loads nothing but its promises: ${file}`, async () => {
      const cwd = await project(...packages);
      writeFileSync(`${cwd}/${file}`, `${load};\n`);
      await countsOnce(start, { cwd, file, args: args() }, { system, expected: promised });
    });

  it('end an application that listens to no error of a query, as without us', () =>
    endsAlike(
      start,
      'unheard',
      packages,
      `require('mysql2').createConnection({ host: '127.0.0.1', port, user: 'root' }).query('NONSENSE'); setTimeout(() => {}, 60_000)`,
      args(),
    ));

  it('last from when they were asked for until they ended', async () => {
    const service = start({ cwd: await project(...packages), file: 'mysql2.cjs', args: args(), flag: '--require' });
    await saw(service);
    const [, seconds] = /_sum\{[^}]*error_type="PROTOCOL_SEQUENCE_TIMEOUT"[^}]*\} (\S+)/.exec(await service.scrape()) ?? [];
    assert.ok(Number(seconds) >= 0.045 && Number(seconds) < 0.25, `gave up after 50 ms, told as ${seconds} s`);
  });

  it('are left alone at a version of mysql2 that is not known', () => isLeftAlone(start, 'mysql2', 'mysql2@2.3.3'));
});
