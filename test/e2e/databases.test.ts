import assert from 'node:assert/strict';
import { type DatabaseServer, postgres, postgresPrograms, redisServer } from './database-server.ts';
import { isLeftAlone, measuresClient, saw } from './measures-clients.ts';
import { has } from './prometheus.ts';
import { project } from './scratch.ts';
import { services } from './service.ts';

const start = services();
const withPg = ['pg@8.23.1', 'pg-cursor@2.22.0', 'pg-query-stream@4.17.0'];

describe('queries to PostgreSQL (apt-get install postgresql)', () => {
  let server: DatabaseServer;
  before(async function () {
    if (!postgresPrograms()) this.skip();
    server = await postgres();
  });
  after(() => server?.stop());

  measuresClient(
    {
      library: 'pg',
      packages: withPg,
      system: 'postgresql',
      unhandled: `const { Client } = require('pg'); const client = new Client({ host: '127.0.0.1', port, user: 'app', database: 'postgres' });
client.connect().then(() => { client.query('SELECT * FROM nowhere') })`,
      expected: {
        '- postgres 42601': 1,
        'BEGIN postgres': 1,
        'CREATE postgres': 1,
        'DELETE postgres': 1,
        'INSERT postgres': 1,
        'INSERT postgres 23505': 1,
        'ROLLBACK postgres': 1,
        'SELECT - Error': 1,
        'SELECT postgres': 14,
        'SELECT postgres 22012': 1,
        'SELECT postgres 42P01': 2,
        'SELECT postgres Error': 1,
        'SELECT postgres RangeError': 1,
        'SELECT postgres SyntaxError': 1,
        'SHOW postgres 42704': 1,
        'UPDATE postgres': 1,
        'WITH postgres': 1,
      },
    },
    () => server,
  );

  it('last from when they were asked for until they ended', async () => {
    const service = start({ cwd: await project(...withPg), file: 'pg.cjs', args: [String(server.port)], flag: '--require' });
    await saw(service);
    const [, seconds] = /_sum\{[^}]*db_namespace="postgres"[^}]*error_type="Error"[^}]*\} (\S+)/.exec(await service.scrape()) ?? [];
    assert.ok(Number(seconds) >= 0.045 && Number(seconds) < 0.25, `gave up after 50 ms, told as ${seconds} s`);
  });

  it('are left alone at a version of pg that is not known', () => isLeftAlone(start, 'pg', 'pg@7.18.2'));
});

describe('commands to Redis (apt-get install redis-server)', () => {
  let server: DatabaseServer;
  before(async function () {
    if (!has('redis-server')) this.skip();
    server = await redisServer();
  });
  after(() => server?.stop());

  measuresClient(
    {
      library: 'redis',
      packages: ['redis@6.3.1'],
      system: 'redis',
      unhandled: `require('redis').createClient({ url: 'redis://127.0.0.1:' + port }).connect().then((client) => { client.sendCommand(['NONSENSE']) })`,
      expected: {
        'EVAL 3 MINE': 1,
        'FLUSHDB 3': 1,
        'GET 3': 3,
        'GET 3 ClientClosedError': 1,
        'INCR 3': 3,
        'LPUSH 3 WRONGTYPE': 1,
        'MULTI 3': 2,
        'PING 3': 1,
        'SET 3': 1,
      },
    },
    () => server,
  );

  measuresClient(
    {
      library: 'ioredis',
      packages: ['ioredis@6.0.0'],
      system: 'redis',
      unhandled: `const redis = new (require('ioredis'))({ port, host: '127.0.0.1' }); redis.call('NONSENSE')`,
      expected: {
        'EVALSHA 4': 1,
        'EXEC 4': 1,
        'FLUSHDB 4': 1,
        'GET 4': 1,
        'GET 4 Error': 1,
        'HELLO 4': 1,
        'INCR 4': 5,
        'INFO 4': 1,
        'LPUSH 4 WRONGTYPE': 3,
        'MULTI 4': 1,
        'PING 4': 1,
        'QUIT 4': 1,
        'SELECT 4': 1,
        'SET 4': 3,
      },
    },
    () => server,
  );

  it('are left alone at a version of redis that is not known', () => isLeftAlone(start, '@redis/client', '@redis/client@1.6.1'));
  it('are left alone at a version of ioredis that is not known', () => isLeftAlone(start, 'ioredis', 'ioredis@4.28.5'));
});
