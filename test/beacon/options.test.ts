import assert from 'node:assert/strict';
import { type BeaconOptions, checked, mostNames, ratesOf, usualRates } from '../../src/beacon/options.ts';
import { frontend } from '../../src/catalogue/frontend.ts';
import { beacon, ConfigError } from '../../src/index.ts';

const origins = ['https://app.example.com'];
const notOrigins =
  'is not a list of origins such as "https://app.example.com": scheme and host, a port unless it is the usual one, no path and no *';
const notNames = 'is not a list of 1 to 50 names or a regular expression';
const notRates = 'is not { perClient, overall }, beacons per second above 0';

describe('the options of a beacon', () => {
  it('are accepted where they are right', () => {
    const every: BeaconOptions = {
      origins: ['https://app.example.com', 'http://localhost:5173', 'http://[::1]:3000'],
      apps: ['shop'],
      pages: ['/', '/cart'],
      actions: /[a-z]+/,
      routes: ['/users/:id'],
      errors: /\w+Error/,
      rate: { perClient: 0.5 },
      trustedHops: 2,
    };
    for (const each of [{ origins }, every, { origins, pages: undefined, rate: {} }]) assert.equal(checked(each), each);
  });

  it('name every one that is wrong, missing or unknown, at once', () => {
    const wrong = {
      orgins: [],
      apps: /x/,
      pages: [],
      routes: ['', 7],
      rate: { perClient: 0, all: 1 },
      trustedHops: -1,
    } as unknown as BeaconOptions;
    assert.throws(() => beacon(wrong), {
      name: 'ConfigError',
      message: `configuration: ${[
        'option "orgins" is unknown',
        `option "origins": undefined ${notOrigins}`,
        'option "apps": /x/ is not a list of 1 to 50 names',
        `option "pages": [] ${notNames}`,
        `option "routes": [ '', 7 ] ${notNames}`,
        `option "rate": { perClient: 0, all: 1 } ${notRates}`,
        'option "trustedHops": -1 is not a whole number of proxies from 0 to 100',
      ].join('; ')}`,
    });
    assert.throws(() => Reflect.apply(beacon, undefined, []), ConfigError);
    assert.throws(() => Reflect.apply(beacon, undefined, [null]), ConfigError);
  });

  it('have origins as a browser says them', () => {
    const wrong = [
      '*',
      'https://*.example.com',
      'null',
      'app.example.com',
      'https://app.example.com/',
      'https://app.example.com:443',
      'HTTPS://APP.example.com',
      'file:///x',
    ];
    for (const each of [...wrong, '', 7, null])
      assert.throws(() => checked({ origins: [...origins, each] as string[] }), { name: 'ConfigError' }, String(each));
    assert.throws(() => checked({ origins: [] }), ConfigError);
  });

  it('have the usual rate where one is left out, or undefined', () => {
    for (const rate of [undefined, {}, { perClient: undefined }, { overall: undefined }]) assert.deepEqual(ratesOf(rate), usualRates);
    assert.deepEqual(ratesOf({ perClient: 1, overall: undefined }), { ...usualRates, perClient: 1 });
  });

  it('have no more names than the catalogue keeps', () => {
    for (const key of ['app', 'page', 'route'] as const) assert.equal(frontend.load.attributes[key].keep, mostNames);
    for (const { keep } of [frontend.actions.attributes.action, frontend.errors.attributes.error]) assert.equal(keep, mostNames);
    const names = Array.from({ length: mostNames + 1 }, (_, i) => `/${i}`);
    assert.ok(checked({ origins, pages: names.slice(1) }));
    assert.throws(() => checked({ origins, pages: names }), { name: 'ConfigError' });
  });
});
