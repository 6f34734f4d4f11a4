import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ask } from '../e2e/client.ts';
import { type Running, withDemo } from '../e2e/demo.ts';
import { eventually, within } from '../e2e/eventually.ts';
import { has } from '../e2e/prometheus.ts';
import { environment, project, type Ran, run } from '../e2e/scratch.ts';
import { Recipients } from '../monitoring/recipients.ts';
import { slackTitles } from '../monitoring/titles.ts';
import { composes, withEach } from '../monitoring/versions.ts';
import { assertPrinted, blocksOf, fileOf, freePort, outputOf, textOf, write } from '../pages.ts';

const page = 'docs/monitoring.md';
const textIn = (info: string): string => blocksOf(page).find((each) => each.info === info)?.text ?? '';
const commandOf = (info: string): string[] => textIn(info).trim().split('\n').at(-1)?.split(' ') ?? [];

describe(page, () => {
  let folder: string;
  before(async () => {
    folder = join(await project(), 'monitored');
    mkdirSync(folder, { recursive: true });
    write(page, folder);
  });
  beforeEach(() => rmSync(join(folder, 'monitoring'), { recursive: true, force: true }));

  /** A command as it stands, without the time that npx takes. */
  const shell = ([, name = '', ...args]: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    run(join(folder, '..', 'node_modules', '.bin', name), args, folder, { ...environment, ...env });
  const text = (path: string): string => readFileSync(join(folder, 'monitoring', path), 'utf8');
  async function accepted(...options: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await run('promtool', ['check', 'config', ...options, 'monitoring/prometheus/prometheus.yml'], folder);
    assert.equal(code, 0, stdout + stderr);
  }

  /** A program in one of its versions, by the page's command, on a port that is free. */
  async function starts(program: string, info: string): Promise<void> {
    assert.equal((await shell(commandOf('sh'))).code, 0);
    const port = await freePort();
    const child = spawn(program, [...commandOf(info).slice(1), `--web.listen-address=127.0.0.1:${port}`], { cwd: folder, stdio: 'ignore' });
    const ended = once(child, 'exit');
    try {
      await eventually(async () => assert.equal((await ask(`http://127.0.0.1:${port}/-/ready`)).status, 200));
    } finally {
      child.kill('SIGTERM');
      await within(`the end of ${program}`, ended);
    }
    rmSync(join(folder, 'data'), { recursive: true });
  }

  it('the command, what it says, and that it says so once', async () => {
    const command = commandOf('sh');
    const first = await run(command[0] ?? '', command.slice(1), folder);
    assert.equal(first.code, 0, first.stderr);
    assertPrinted(outputOf(page), first.stdout);
    await accepted();
    assert.match((await shell(command)).stdout, /^left \d+ as they were\n$/);
    assert.deepEqual(await shell([...command, '--check']), { code: 0, stdout: '', stderr: '' });
  });

  it('writes over nothing that it did not generate, unless it is told to', async () => {
    const rules = join(folder, 'monitoring', 'prometheus', 'rules');
    mkdirSync(rules, { recursive: true });
    writeFileSync(join(rules, 'api.yml'), 'groups: []\n');
    const command = commandOf('sh');
    const refused = await shell(command);
    assert.deepEqual(refused, {
      code: 1,
      stdout: '',
      stderr:
        'autonomica-metrics generate:\n  monitoring/prometheus/rules/api.yml was not generated: move it away, or have it written over by --force\n',
    });
    assert.ok(!existsSync(join(folder, 'monitoring', 'metrics.md')));
    const checked = await shell([...command, '--check']);
    assert.equal(checked.code, 1);
    assert.match(checked.stdout, /^not as generated: monitoring\/prometheus\/rules\/api\.yml$/m);
    assert.equal((await shell([...command, '--force'])).code, 0);
    assert.match(text('prometheus/rules/api.yml'), /alert: ApiDown/);
  });

  it('the file: thresholds, labels, jobs and targets', async () => {
    const { code, stderr } = await shell(commandOf('sh config'), { AUTONOMICA_ALERT_API_SLOW_ROUTE_SECONDS: '3.5' });
    assert.equal(code, 0, stderr);
    await accepted();
    const rules = text('prometheus/rules/api.yml');
    for (const part of [
      'job=~"api|checkout"',
      'le="0.25"',
      '> 0.0072',
      'the limit is 3.5 s',
      'https://grafana.example.com/d/autonomica-api',
    ])
      assert.ok(rules.includes(part), part);
    const { global, scrape_configs: jobs } = parse(text('prometheus/prometheus.yml')) as {
      global: { external_labels: object };
      scrape_configs: Record<string, unknown>[];
    };
    assert.deepEqual(global.external_labels, { environment: 'production', cluster: 'eu-1' });
    const of = (name: string, key: string): unknown => jobs.find((job) => job['job_name'] === name)?.[key];
    assert.deepEqual(
      jobs.map((job) => job['job_name']),
      ['api', 'checkout', 'worker', 'collector', 'prometheus', 'alertmanager', 'grafana', 'doctor'],
    );
    assert.deepEqual(of('api', 'dns_sd_configs'), [{ names: ['tasks.api'], type: 'A', port: 9464, refresh_interval: '30s' }]);
    assert.deepEqual(of('api', 'static_configs'), undefined);
    assert.deepEqual(of('checkout', 'http_sd_configs'), [{ url: 'https://discovery.example.com/checkout', refresh_interval: '30s' }]);
    assert.deepEqual(of('worker', 'static_configs'), [{ targets: ['worker-1:9464', 'worker-2:9464'] }]);
    assert.deepEqual(of('collector', 'file_sd_configs'), [{ files: ['targets/machines/*.yml'], refresh_interval: '30s' }]);
  });

  it('targets behind TLS and passwords, whose secrets are files', async () => {
    const { code, stderr } = await shell([...commandOf('sh'), '--config', 'guarded.yml']);
    assert.equal(code, 0, stderr);
    await accepted('--syntax-only');
    const { scrape_configs: jobs } = parse(text('prometheus/prometheus.yml')) as { scrape_configs: Record<string, unknown>[] };
    const guarded = jobs.filter((job) => job['basic_auth'] !== undefined || job['authorization'] !== undefined);
    assert.deepEqual(
      guarded.map((job) => [job['job_name'], job['scheme'], job['metrics_path']]),
      [
        ['api', 'https', '/internal/metrics'],
        ['checkout', 'https', undefined],
      ],
    );
    writeFileSync(join(folder, 'password.yml'), fileOf(page, 'guarded.yml').replace(/password_file: \S+/, 'password: hunter2'));
    const refused = await shell([...commandOf('sh'), '--config', 'password.yml']);
    assert.deepEqual(refused, { code: 1, stdout: '', stderr: outputOf(page, 'password') });
  });

  it('in containers: the folders and secrets that Compose wants, a target on the machine, and what the doctor is asked', async () => {
    assert.equal((await shell(commandOf('sh'))).code, 0);
    const bash = (commands: string): Promise<Ran> => run('bash', ['-euc', commands], folder, environment);
    const [makes = '', up = ''] = textIn('sh containers').split(/^(?=docker compose )/m);
    assert.deepEqual(await bash(makes), { code: 0, stdout: '', stderr: '' });
    for (const { path } of composes()) {
      const reads = up.replace('docker compose', path).replace('up --detach --build', 'config --quiet');
      assert.deepEqual(await bash(reads), { code: 0, stdout: '', stderr: '' });
    }
    assert.match(text('secrets/grafana_admin_password'), /^[0-9a-f]{48}$/);
    for (const kept of ['secrets', 'prometheus/secrets']) assert.equal(text(`${kept}/.gitignore`), '*\n');
    assert.equal((await bash(textIn('sh beside'))).code, 0);
    assert.deepEqual(parse(text('prometheus/targets/api/host.yml')), [{ targets: ['host.docker.internal:9464'] }]);
    assert.deepEqual(await shell([...commandOf('sh'), '--check']), { code: 0, stdout: '', stderr: '' });
    // 2 would be told of a flag or a file that is wrong
    const nowhere = ['--prometheus', 'http://127.0.0.1:1', '--timeout', '1'];
    for (const info of ['sh doctor', 'sh canary']) {
      const { code, stderr } = await shell([...commandOf(info), ...nowhere]);
      assert.deepEqual([code, stderr], [1, ''], info);
    }
  });

  it('in Kubernetes: what the kustomization is about, and jobs that the cluster has', async () => {
    assert.equal((await shell([...commandOf('sh'), '--config', 'cluster.yml'])).code, 0);
    const { resources, images } = parse(fileOf(page, 'cluster/kustomization.yaml')) as { resources: string[]; images: { name: string }[] };
    for (const each of resources) assert.ok(existsSync(join(folder, 'cluster', each, 'kustomization.yaml')), each);
    for (const { name } of images) assert.ok(text('kubernetes/collector.yaml').includes(`image: ${name}:`), name);
    assert.ok(text('kubernetes/rules.yaml').includes('absent(up{job="prometheus-k8s"})'));
    assert.doesNotMatch(text('kubernetes/monitors.yaml'), /operated-/);
    await accepted();
  });

  it('runbooks of one’s own, as the help says too, and no other than by a URL', async () => {
    const url = 'https://wiki.example.com/runbooks';
    const { stdout } = await shell([...commandOf('sh').slice(0, 3), '--help']);
    for (const said of [`runbooks: ${url}`, 'AUTONOMICA_ALERT_RUNBOOKS']) assert.ok(stdout.includes(said), said);
    assert.ok(textOf(page).includes(`\`runbooks: ${url}\` makes \`${url}/api.md#apidown\``));
    assert.equal((await shell(commandOf('sh'), { AUTONOMICA_ALERT_RUNBOOKS: `${url}/` })).code, 0);
    assert.ok(text('prometheus/rules/api.yml').includes(`runbook_url: ${url}/api.md#apidown`));
    const refused = await shell(commandOf('sh'), { AUTONOMICA_ALERT_RUNBOOKS: 'wiki/runbooks' });
    assert.deepEqual(refused, { code: 1, stdout: '', stderr: outputOf(page, 'runbooks') });
  });

  withEach('prometheus', ({ path }) => {
    it('starts with it as it is', () => starts(path, 'sh prometheus'));
  });
  withEach('prometheus-alertmanager', ({ path }) => {
    it('starts with it as it is', () => starts(path, 'sh alertmanager'));
  });

  it('thresholds that are printed are a file that means the same', async () => {
    const { stdout } = await shell([...commandOf('sh').slice(0, 3), '--print-thresholds']);
    assert.match(stdout, /^ {4}# A request is fast enough up to here; .*\n {4}latency_seconds: 0\.5$/m);
    writeFileSync(join(folder, 'printed.yml'), stdout);
    assert.equal((await shell(commandOf('sh'))).code, 0);
    const again = await shell([...commandOf('sh'), '--config', 'printed.yml', '--check']);
    assert.deepEqual(again, { code: 0, stdout: '', stderr: '' });
  });

  it('what is wrong, in the file and in variables', async () => {
    writeFileSync(join(folder, 'wrong.yml'), 'thresholds: { api: { latency_secnds: 1 } }\n');
    const command = [...commandOf('sh'), '--config', 'wrong.yml'];
    const { code, stdout, stderr } = await shell(command, { AUTONOMICA_ALERT_API_LATENCY_SECONDS: '0.3' });
    assert.deepEqual([code, stdout, stderr], [1, '', outputOf(page, 'wrong')]);
    const absent = await shell([...commandOf('sh'), '--config', 'absent.yml', '--catalogue', 'x.mjs']);
    assert.match(absent.stderr, /--config: ENOENT: .*absent\.yml/);
    assert.ok(!existsSync(join(folder, 'monitoring')));
  });

  it('a catalogue of one’s own, with rules', async () => {
    const { code, stderr } = await shell(commandOf('sh own'));
    assert.equal(code, 0, stderr);
    assert.ok(text('prometheus/rules/shop.yml').endsWith(outputOf(page, 'shop')), text('prometheus/rules/shop.yml'));
    assert.match(text('metrics.md'), /^### `shop_orders_total`$/m);
    await accepted();
  });

  it('names what it generated and would not any more, and removes it when it is told to, and only that', async () => {
    await shell(commandOf('sh own'));
    const rules = join(folder, 'monitoring', 'prometheus', 'rules');
    writeFileSync(join(rules, 'mine.yml'), 'groups: []\n');
    const checked = await shell([...commandOf('sh'), '--check']);
    assert.match(checked.stdout, /^no more generated: monitoring\/prometheus\/rules\/shop\.yml$/m);
    assert.ok(existsSync(join(rules, 'shop.yml')));
    const left = /^no more generated, remove it if it is not yours, or all of them by --force: monitoring\/prometheus\/rules\/shop\.yml$/m;
    assert.match((await shell(commandOf('sh'))).stdout, left);
    assert.ok(existsSync(join(rules, 'shop.yml')));
    assert.match((await shell([...commandOf('sh'), '--force'])).stdout, /^removed monitoring\/prometheus\/rules\/shop\.yml$/m);
    assert.deepEqual([existsSync(join(rules, 'shop.yml')), existsSync(join(rules, 'mine.yml'))], [false, true]);
  });

  it('from the demo to one’s own Slack', async function () {
    if (!['prometheus', 'prometheus-alertmanager', 'amtool'].every(has)) this.skip();
    const recipients = new Recipients();
    const url = await recipients.listen();
    const home = { ...environment, HOME: folder };
    const bash = (commands: string): Promise<Ran> => run('bash', ['-euc', commands], folder, home);
    try {
      assert.equal((await bash(textIn('sh secret').replace('https://hooks.slack.com', `${url}/slack`))).code, 0);
      const [, args = ''] = /^npm start -- (.*)$/m.exec(textIn('sh demo')) ?? [];
      const work = async ({ alerts, graphs, stop }: Running): Promise<void> => {
        const tried = await bash(textIn('sh try').replace('http://localhost:9093', alerts));
        assert.equal(tried.code, 0, tried.stderr);
        const { body } = await ask(`${new URL(graphs).origin}/api/v1/rules?type=alert`);
        assert.match(body, /"name":"AgentDailyBudgetExceeded","query":"(?:[^"\\]|\\.)* \\u003e 1"/);
        await eventually(
          () => assert.deepEqual(slackTitles(recipients.to('/slack/services/T000/B000/XXXX')), [outputOf(page, 'trial').trim()]),
          20_000,
        );
        stop('SIGINT');
      };
      const { text: said, code } = await withDemo(work, {}, args.replaceAll('~', folder).split(' '));
      assert.equal(code, 0, said);
    } finally {
      await recipients.close();
    }
  });

  for (const [what, file, source, message] of [
    ['is not there', 'absent.mjs', undefined, /--catalogue: absent\.mjs can't be loaded: Cannot find module/],
    ['exports nothing', 'empty.mjs', 'export const metrics = {};', /empty\.mjs: it exports no catalogue of definitions but metrics: write/],
    ['has the name of a domain', 'api.mjs', 'export const catalogue = {};', /api\.mjs: its name is that of a domain/],
    [
      'is faulty, and its rules too',
      'faulty.mjs',
      `import { counter } from '@autonomica/metrics';
       import { series } from '@autonomica/metrics/alerts';
       export const catalogue = { a: counter({ name: 'a.total', unit: 'x', means: '' }) };
       export const rules = () => [{ name: 'g', rules: [{ expr: series(catalogue.a, { x: 1 }) }] }];`,
      /faulty\.mjs: metric "a\.total": unit "x" is not known.*\n {2}faulty\.mjs: its rules: metric "a\.total": no attribute "x"\n$/,
    ],
    [
      'has a rule that lacks something',
      'lacking.mjs',
      `export const catalogue = {};
       export const rules = () => [{ name: 'g', rules: [{ alert: 'A', expr: '1', severity: 'high', team: 'a', summary: 's' }, { expr: '1' }] }];`,
      /alert A has no description\n {2}.*alert A: severity "high" is not critical, warning, info, none\n {2}.*rule undefined has no record\n$/,
    ],
    [
      'has rules that are no function',
      'wrong.mjs',
      'export const catalogue = {}; export const rules = 1;',
      /its rules are 1, not a function/,
    ],
  ] as const)
    it(`a catalogue that ${what} is refused`, async () => {
      if (source !== undefined) writeFileSync(join(folder, file), source);
      const { code, stderr } = await shell([...commandOf('sh'), '--catalogue', file]);
      assert.equal(code, 1);
      assert.match(stderr, message);
      assert.ok(!existsSync(join(folder, 'monitoring')));
    });
});
