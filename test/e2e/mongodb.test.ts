import type { DatabaseServer } from './database-server.ts';
import { isLeftAlone, measuresClient } from './measures-clients.ts';
import { mongodbServer } from './mongodb-server.ts';
import { project } from './scratch.ts';
import { services } from './service.ts';

const packages = ['mongodb@7.9.0'];

describe("operations of MongoDB's driver, against what speaks MongoDB's wire protocol (Debian has no server of it)", () => {
  const start = services();
  let server: DatabaseServer;
  before(async () => {
    server = await mongodbServer(await project(...packages));
  });
  after(() => server?.stop());

  measuresClient(
    {
      library: 'mongodb',
      packages,
      system: 'mongodb',
      unhandled: `const { MongoClient } = require('mongodb'); void new MongoClient('mongodb://127.0.0.1:' + port).db('shop').command({ nonsense: 1 })`,
      expected: {
        '- shop 59': 1,
        'abortTransaction admin': 1,
        'aggregate shop': 2,
        'aggregate shop 40324': 1,
        'commitTransaction admin': 1,
        'delete shop': 3,
        'find shop': 9,
        'find shop 2': 1,
        'find shop MongoNetworkError': 1,
        'find shop MongoNotConnectedError': 1,
        'getMore shop': 8,
        'insert shop': 6,
        'insert shop 11000': 2,
        'insert shop MongoNetworkError': 1,
        'killCursors shop': 1,
        'nonsense shop 59': 1,
        'ping shop': 1,
        'update shop': 2,
      },
    },
    () => server,
  );

  it('are left alone at a version of mongodb that is not known', () => isLeftAlone(start, 'mongodb', 'mongodb@6.22.0'));
});
