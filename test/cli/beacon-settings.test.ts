import assert from 'node:assert/strict';
import { checked, usualRates } from '../../src/beacon/options.ts';
import { beaconOptions, beaconSettings, withoutBeacon } from '../../src/cli/beacon-settings.ts';
import { defaults } from '../../src/cli/flags.ts';
import { namesOf } from '../../src/cli/names.ts';
import { ConfigError, configure } from '../../src/environment.ts';

const prefix = 'AUTONOMICA_METRICS_BEACON_';
const origins = 'https://app.example.com';

/** What variables of these names say. */
const configured = (variables: Readonly<Record<string, string>>) =>
  configure({}, Object.fromEntries(Object.entries(variables).map(([name, text]) => [prefix + name, text])), {
    own: beaconSettings,
    flags: {},
    problems: [],
    defaults,
    unfit: withoutBeacon,
  });

function problemsOf(variables: Readonly<Record<string, string>>): readonly string[] {
  try {
    configured(variables);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems;
  }
}

describe('settings of the beacon', () => {
  it('are none unless origins are set, and then those that a beacon has unless it is told', () => {
    assert.equal(beaconOptions(configured({}).settings), undefined);
    const { settings } = configured({ ORIGINS: origins });
    assert.equal(settings.beaconPath, '/beacon');
    const options = beaconOptions(settings);
    const set = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
    assert.deepEqual(Object.fromEntries(set), { origins: [origins], rate: usualRates, trustedHops: 0 });
  });

  it('are every option of a beacon', () => {
    const { settings, effective } = configured({
      ORIGINS: `${origins}, http://localhost:5173`,
      APPS: 'shop,admin',
      PAGES: '/, /cart',
      ACTIONS: '/[a-z]+/',
      ROUTES: '/users/:id',
      ERRORS: '/\\w+Error/',
      CLIENT_RATE: '0.5',
      OVERALL_RATE: '20',
      TRUSTED_HOPS: '2',
    });
    const options = beaconOptions(settings);
    assert.ok(options);
    assert.deepEqual(checked(options), {
      origins: [origins, 'http://localhost:5173'],
      apps: ['shop', 'admin'],
      pages: ['/', '/cart'],
      actions: /[a-z]+/,
      routes: ['/users/:id'],
      errors: /\w+Error/,
      rate: { perClient: 0.5, overall: 20 },
      trustedHops: 2,
    });
    const shown = new Map(effective.map(({ variable, value, source }) => [variable, `${value} ${source}`]));
    assert.equal(shown.get(`${prefix}ERRORS`), '/\\w+Error/ environment');
    assert.equal(shown.get(`${prefix}PAGES`), '/,/cart environment');
    assert.equal(shown.get(`${prefix}PATH`), '/beacon default');
  });

  it('have names as a list, or as an expression between slashes', () => {
    const read: [string, unknown][] = [
      ['/', ['/']],
      ['/,/cart/', ['/', '/cart/']],
      ['/cart/,', ['/cart/']],
      ['/users/:id/', ['/users/:id/']],
      ['/a/i', ['/a/i']],
      ['/cart/', /cart/],
      ['/[/]users[/].*/', /[/]users[/].*/],
      ['/a\\/b|c/', /a\/b|c/],
      ['/(/', undefined],
      ['/users/.*/', undefined],
      ['/^/users/', undefined],
    ];
    for (const [text, names] of read) assert.deepEqual(namesOf(text), names, text);
  });

  it('are wrong where a browser could not send, or nobody could be told apart', () => {
    for (const path of ['beacon', '/metrics', '/', '/-/ready', '//x', '/a b', '/a?b', '/a#b', '/a/../b', 'http://x/b', '/\\', '/\\x'])
      assert.match(String(problemsOf({ ORIGINS: origins, PATH: path })), /^AUTONOMICA_METRICS_BEACON_PATH: ".*" is not a path such/, path);
    const many = Array.from({ length: 51 }, (_, i) => `p${i}`).join();
    for (const [name, text] of [
      ['ORIGINS', '*'],
      ['ORIGINS', `${origins}/`],
      ['APPS', ','],
      ['PAGES', many],
      ['CLIENT_RATE', '-1'],
      ['OVERALL_RATE', '1e3'],
      ['TRUSTED_HOPS', '1.5'],
    ] as const)
      assert.match(
        problemsOf({ ORIGINS: origins, [name]: text }).join('\n'),
        new RegExp(`^${prefix}${name}: .* is not [^\n]*$`),
        `${name} ${text}`,
      );
  });

  it('are told of at once where several are wrong, whatever is wrong with each', () => {
    const wrong = { ORIGINS: 'x', PATH: '/\\', CLIENT_RATE: '-1', TRUSTED_HOPS: 'two' };
    assert.deepEqual(
      problemsOf(wrong).map((problem) => problem.split(':', 1)[0]),
      Object.keys(wrong).map((name) => prefix + name),
    );
  });

  it('are in vain without origins, which is said of each unless origins are what is wrong', () => {
    const without = `no beacon is taken without ${prefix}ORIGINS: set that too`;
    assert.deepEqual(problemsOf({ PAGES: '/', TRUSTED_HOPS: '1', PATH: '/beacon' }), [
      `${prefix}PAGES: ${without}`,
      `${prefix}TRUSTED_HOPS: ${without}`,
    ]);
    assert.equal(problemsOf({ ORIGINS: 'x', PAGES: '/' }).length, 1);
  });
});
