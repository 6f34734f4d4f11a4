import assert from 'node:assert/strict';
import { defaultDeployment, targetsOf } from '../../src/alerts/deployment.ts';
import { ConfigError } from '../../src/environment.ts';
import { readDeployment } from '../../src/generate/deployment.ts';
import { thresholdsFile } from '../../src/generate/thresholds.ts';
import { nearest } from '../../src/generate/nearest.ts';

function problemsOf(yaml: string, variables: Record<string, string> = {}): readonly string[] {
  try {
    readDeployment(yaml, variables);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems;
  }
}

describe('a deployment', () => {
  it('is the default where nothing is said', () => {
    for (const yaml of ['', '# nothing\n', 'thresholds:\n', 'thresholds: { api: }\n'])
      assert.deepEqual(readDeployment(yaml, { AUTONOMICA_ALERT_API_LATENCY_SECONDS: ' ' }), defaultDeployment);
  });

  it('is what a variable says, else the file', () => {
    const yaml = `
thresholds: { api: { latency_seconds: 0.25, traffic_drop_ratio: 0.5 } }
jobs: { api: [api, checkout], agent: [] }
environment: production
grafana: https://grafana.example.com/
`;
    const variables = { AUTONOMICA_ALERT_API_LATENCY_SECONDS: '1', AUTONOMICA_ALERT_JOBS_WORKER: 'mails, reports' };
    const { thresholds, jobs, environment, grafana, runbooks } = readDeployment(yaml, variables);
    assert.deepEqual([thresholds.api.latencySeconds, thresholds.api.trafficDropRatio], [1, 0.5]);
    assert.equal(thresholds.api.latencyObjective, defaultDeployment.thresholds.api.latencyObjective);
    assert.deepEqual([jobs.api, jobs.worker, jobs.agent], [['api', 'checkout'], ['mails', 'reports'], []]);
    assert.deepEqual([environment, grafana, runbooks], ['production', 'https://grafana.example.com', defaultDeployment.runbooks]);
  });

  it('has lists among its thresholds: in the file with commas within a name, in a variable without', () => {
    const yaml = 'thresholds: { api: { latency_excluded_routes: [ "/events/{id:[0-9]{1,9}}", "*" ] } }';
    assert.deepEqual(readDeployment(yaml, {}).thresholds.api.latencyExcludedRoutes, ['/events/{id:[0-9]{1,9}}', '*']);
    const variables = { AUTONOMICA_ALERT_API_LATENCY_EXCLUDED_ROUTES: '/events, /runs/:id/log' };
    const deployment = readDeployment(yaml, variables);
    assert.deepEqual(deployment.thresholds.api.latencyExcludedRoutes, ['/events', '/runs/:id/log']);
    assert.deepEqual(readDeployment(thresholdsFile(deployment), {}), deployment);
  });

  it('finds the instances of a job as it is told, else where the first of a role usually is', () => {
    const yaml = 'jobs: { api: [shop, checkout] }\ntargets: { checkout: { dns: ["checkout:9464"], http: ["http://sd/checkout"] } }';
    const deployment = readDeployment(yaml, {});
    assert.deepEqual(targetsOf('shop', deployment), {
      static: ['localhost:9464'],
      files: ['targets/shop/*.yml', 'targets/shop/*.json'],
      dns: [],
      http: [],
    });
    assert.deepEqual(targetsOf('checkout', deployment), { static: [], files: [], dns: ['checkout:9464'], http: ['http://sd/checkout'] });
  });

  it('that is wrong is told whole, each name with what was probably meant, each value with what it must be', () => {
    const yaml = `
thresholds:
  api: { latency_secnds: 1, latency_objective: 1.5, slow_route_seconds: fast, latency_seconds: 0.3, latency_excluded_routes: [events] }
  apis: { x: 1 }
  elsewhere: { x: 1 }
jobs: { api: shop, worker: ['a b'] }
targets: { agent: { static: [localhost], files: ['*/x.yml'], dns: ['a b'], http: [here] }, agnt: {}, grafana: [] }
runbooks: here
envronment: x
`;
    const variables = {
      AUTONOMICA_ALERT_API_LATENCY_OBJECTIVE: 'abc',
      AUTONOMICA_ALERT_API_LATENCY_SECOND: '1',
      AUTONOMICA_ALERT_X: '1',
      AUTONOMICA_ALERT_API_LATENCY_EXCLUDED_ROUTES: 'a b',
    };
    const problems = problemsOf(yaml, variables);
    const expected = [
      'thresholds.api.latency_secnds is unknown: did you mean latency_seconds?',
      'thresholds.api.latency_objective: 1.5 is not a number from 0.94 to 0.99999',
      'thresholds.api.slow_route_seconds: "fast" is not a number from 0 to 2592000',
      'thresholds.api.latency_seconds: 0.3 is not a bucket boundary of http.server.request.duration: 0.005, 0.01, 0.025,',
      `thresholds.api.latency_excluded_routes: [ 'events' ] is not a list of routes that begin with "/" or "*", such as /runs/:id/events`,
      'thresholds.apis is unknown: did you mean api?',
      'thresholds.elsewhere is unknown: there are api',
      'jobs.api: "shop" is not a list of names of letters, digits, ".", "_" and "-"',
      `jobs.worker: [ 'a b' ] is not a list of names`,
      `targets.agent.static: [ 'localhost' ] is not a list of host:port`,
      `targets.agent.files: [ '*/x.yml' ] is not a list of files that end in .yml, .yaml or .json`,
      `targets.agent.dns: [ 'a b' ] is not a list of host:port, or of names of SRV records`,
      `targets.agent.http: [ 'here' ] is not a list of URLs of http or https`,
      'targets.agnt is unknown: did you mean agent?',
      'targets.grafana: its value is not a table of keys',
      'runbooks: "here" is not a URL of http or https',
      'envronment is unknown: did you mean environment?',
      'AUTONOMICA_ALERT_API_LATENCY_OBJECTIVE: "abc" is not a number from 0.94 to 0.99999',
      'AUTONOMICA_ALERT_API_LATENCY_SECOND is unknown: did you mean AUTONOMICA_ALERT_API_LATENCY_SECONDS?',
      'AUTONOMICA_ALERT_X is unknown: generate --print-thresholds lists what there is',
      'AUTONOMICA_ALERT_API_LATENCY_EXCLUDED_ROUTES: "a b" is not a list of routes that begin with',
    ];
    assert.equal(problems.length, expected.length, problems.join('\n'));
    for (const [i, beginning] of expected.entries()) assert.ok(problems[i]?.startsWith(beginning), `${problems[i]}\n${beginning}`);
  });

  it('has no secret in it: the file of each is named, and no value that may be one is ever shown', () => {
    const problems = problemsOf(`
jobs: { api: [api, checkout, shop, mail, files, bare, plain] }
targets:
  api: { basic_auth: { username: me, password: hunter2 }, authorization: { credentials: hunter2 }, tls_config: { key: hunter2, insecure: true } }
  checkout: { basic_auth: hunter2, authorization: { credentials_file: hunter2 }, scheme: ftp, metrics_path: metrics }
  shop: { basic_auth: { password_file: /p, username: me }, authorization: { credentials_file: /c }, tls_config: { cert_file: /c }, scheme: http }
  mail: { basic_auth: { username: me }, bearer_token: hunter2, tls_config: { insecure_skip_verify: 'yes' } }
  files: { basic_auth: { username: me } }
  bare: { basic_auth: {} }
  plain: { authorization: , tls_config: , scheme: http }
`);
    const elsewhere =
      'its value is not to be written here, where it is read by many: put it into a file of its own, and give the path of that as';
    assert.deepEqual(
      problems.map((problem) => problem.replace(/(?<=there are static).*/, '')),
      [
        `targets.api.basic_auth.password: ${elsewhere} password_file`,
        `targets.api.authorization.credentials: ${elsewhere} credentials_file`,
        `targets.api.tls_config.key: ${elsewhere} key_file`,
        'targets.api.tls_config.insecure is unknown: there are ca_file, cert_file, key_file, server_name, insecure_skip_verify',
        'targets.checkout.basic_auth: its value is not a table of keys',
        'targets.checkout.authorization.credentials_file: its value is not the absolute path of a file that holds the secret and nothing else',
        'targets.checkout.scheme: "ftp" is not http or https',
        'targets.checkout.metrics_path: "metrics" is not a path that begins with /',
        'targets.mail.bearer_token is unknown: there are static',
        'targets.mail.tls_config.insecure_skip_verify: "yes" is not true or false',
        'targets.shop: tls_config is for https: say scheme: https, or remove it',
        'targets.shop.tls_config: cert_file and key_file go together: give both or none',
        'targets.shop: basic_auth and authorization are both given: keep one',
        'targets.files.basic_auth: username and password_file go together: give both, or remove it',
        'targets.bare.basic_auth: username and password_file go together: give both, or remove it',
        'targets.plain: tls_config is for https: say scheme: https, or remove it',
        'targets.plain.authorization: credentials_file is missing: give it, or remove authorization',
      ],
    );
    assert.ok(!problems.join('\n').includes('hunter2'));
    // what begins with * is an alias
    assert.deepEqual(problemsOf('alerting: { receivers: { a: { slack: { url_file: *hunter2 } } } }\ncluster: *hunter2\n'), [
      'the file: an alias that is not defined at line 1, column 50: quote what begins with *',
      'the file: an alias that is not defined at line 2, column 10: quote what begins with *',
    ]);
    assert.equal(readDeployment('environment: &name eu\ncluster: *name\n', {}).cluster, 'eu');
  });

  it('has no file where a cluster has a Secret that can not be', () => {
    const at = (of: string, file: string): string => `/etc/${of}/secrets/${file}`;
    const problems = problemsOf(`
targets:
  api: { tls_config: { ca_file: ${at('prometheus', 'Team/ca')} }, authorization: { credentials_file: '${at('prometheus', 'team/a key')}' } }
  worker: { authorization: { credentials_file: ${at('prometheus', 'team.one/a_key')} } }
  agent: { authorization: { credentials_file: ${at('alertmanager', 'Team/key')} } }
alerting:
  receivers: { Chat: { slack: { url_file: ${at('alertmanager', 'team..one/url')} } } }
  default: [Chat]
`);
    const where = (of: string): string => `which a cluster has at /etc/${of}/secrets/<name>/<key>`;
    const folder = 'rename the folder, to lower-case letters, digits, "." and "-"';
    assert.deepEqual(problems, [
      `targets.api.tls_config.ca_file: "Team" can't be the name of a Secret, ${where('prometheus')}: ${folder}`,
      `targets.api.authorization.credentials_file: "a key" can't be the key of a Secret, ${where('prometheus')}: rename the file, to letters, digits, ".", "_" and "-"`,
      `alerting.receivers.Chat.slack.url_file: "team..one" can't be the name of a Secret, ${where('alertmanager')}: ${folder}`,
    ]);
  });

  it('asks by TLS where there is a tls_config, with nothing in it too', () => {
    const said = 'basic_auth: { username: me, password_file: /p }';
    for (const tls of ['{}', '', '{ insecure_skip_verify: false }'])
      assert.equal(readDeployment(`targets: { api: { tls_config: ${tls}, ${said} } }`, {}).access['api']?.scheme, 'https', tls);
    assert.equal(readDeployment(`targets: { api: { ${said} } }`, {}).access['api']?.scheme, undefined);
  });

  it('that is no YAML, or no table, is told by line and column', () => {
    assert.match(problemsOf('thresholds: { api: \n')[0] ?? '', /^the file: .*end with a \} at line 1, column 20$/);
    assert.match(problemsOf('environment: a\nenvironment: b\n')[0] ?? '', /Map keys must be unique at line 2, column 1$/);
    assert.deepEqual(problemsOf('- a\n'), ["the file: [ 'a' ] is not a table of keys"]);
    assert.deepEqual(problemsOf('__proto__: { a: 1 }\n').length, 1);
  });
});

describe('the nearest name', () => {
  it('is one of a few letters more or less, and none otherwise', () => {
    assert.equal(nearest('latency', ['latency_seconds', 'latencies']), 'latencies');
    assert.equal(nearest('apii', ['worker', 'api']), 'api');
    assert.equal(nearest('frontend', ['worker', 'api']), undefined);
    assert.equal(nearest('x', []), undefined);
  });
});
