import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../e2e/client.ts';
import { eventually } from '../e2e/eventually.ts';
import { environment, project, type Ran, root, run, versionOf } from '../e2e/scratch.ts';
import { Service } from '../e2e/service.ts';
import { blocksOf, fileOf, freePort } from '../pages.ts';
import { Grafana } from './grafana.ts';
import { Program } from './program.ts';
import { Proxy } from './proxy.ts';

export const page = 'docs/doctor.md';
const password = 'correct horse';
/** It, as bcrypt has it. */
const hash = '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e';
const authorization = `Basic ${Buffer.from(`doctor:${password}`).toString('base64')}`;

/** Prometheus' configuration. */
const prometheusYml = (target: string, alertmanager: string): string => `
global: { scrape_interval: 1s, evaluation_interval: 1s, external_labels: { region: eu } }
rule_files: [rules/*.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['${alertmanager}'] }] }] }
scrape_configs:
  - job_name: api
    static_configs: [{ targets: ['${target}'] }]
${fileOf(page, 'job.yml')}`;

interface Telling {
  /** Who is told of what nobody else is told of. */
  readonly receiver?: string;
  /** The label of alerts that are told to people before doctor is asked. */
  readonly before?: string;
}

/** Alertmanager's configuration: everybody is told, and doctor of its canary. */
export const alertmanagerYml = (webhook: number, { receiver = 'people', before }: Telling = {}): string => `
route:
  receiver: ${receiver}
  routes:
${before === undefined ? '' : `    - { matchers: ['${before}'], receiver: people, continue: true }\n`}\
    - matchers: [alertname="AutonomicaDoctorCanary"]
      receiver: doctor
      group_by: [doctor]
      group_wait: 0s
receivers:
  - name: people
    webhook_configs: [{ url: 'http://127.0.0.1:9/', http_config: { authorization: { credentials_file: secrets/token } } }]
    email_configs:
      - { to: a@b.example, from: m@b.example, smarthost: '127.0.0.1:9', auth_username: m, auth_password_file: secrets/mail, require_tls: false }
  - name: doctor
    webhook_configs: [{ url: 'http://127.0.0.1:${webhook}/' }]
`;

const dashboard = (expr: string) => ({
  title: 'API',
  templating: { list: [{ name: 'job', type: 'query', query: 'label_values(http_server_active_requests, job)' }] },
  panels: [{ title: 'Rate', targets: [{ expr }] }],
});
export const drawn = (expr = 'sum(rate(http_server_request_duration_seconds_count{job=~"$job"}[$__rate_interval]))') => ({
  'autonomica-api': dashboard(expr),
});

export interface Running {
  readonly env?: Readonly<Record<string, string>>;
  /** Which command of the page. */
  readonly name?: 'doctor' | 'canary';
  /** A program that runs it, with its own flags. */
  readonly under?: string;
}

const brokenRules = `groups:
  - name: own
    rules:
      - { alert: Misspelt, expr: http_requests_totl > 0, labels: { severity: warning } }
      - { alert: Mislabelled, expr: 'http_server_active_requests{rout="/"} > 0', labels: { severity: warning } }
      - { alert: Ambiguous, expr: 'up * on () group_right () {__name__=~"up|scrape_duration_seconds"} * on () up' }
`;

/** A report without what differs from run to run. */
export const masked = (text: string): string =>
  text
    .replaceAll(/(?<=without data yet: ).*/g, '…')
    // a group of long intervals may be due at once
    .replaceAll(/^ +· groups of rules .*\n/gm, '')
    .replaceAll(/version \d\S*(?=,)/g, 'version N')
    .replaceAll(/\b[\d.,]+ m?s\b/g, 'N s')
    .replaceAll(/\b[\d,]+ (lines|metrics|rules|selectors)\b/g, 'N $1');

/** Everything that measures, watches and tells, small and real, but for Grafana. */
export class Stack {
  readonly prometheus: Program;
  /** Another Prometheus of the same, some of whose rules are broken: after a reload it knows no Alertmanager for seconds. */
  readonly broken: Program;
  readonly alertmanager: Program;
  readonly grafana = new Grafana();
  readonly proxy: Proxy;
  readonly webhook: number;
  cwd = '';
  service!: Service;
  #grafanaUrl = '';
  #isRouted = false;
  #asked: Program;

  private constructor([prometheus = 0, broken = 0, alertmanager = 0, proxy = 0, webhook = 0]: readonly number[]) {
    const flags = ['--storage.tsdb.path=data', '--web.enable-lifecycle', '--web.config.file=web.yml'];
    const starting = { file: 'prometheus.yml', flags, headers: { authorization } };
    this.prometheus = new Program(starting, prometheus);
    this.broken = new Program(starting, broken);
    this.#asked = this.prometheus;
    this.alertmanager = new Program(
      { file: 'alertmanager.yml', flags: ['--storage.path=data', '--cluster.listen-address='] },
      alertmanager,
    );
    this.proxy = new Proxy(proxy);
    this.webhook = webhook;
  }

  static async start(): Promise<Stack> {
    const stack = new Stack(await Promise.all(Array.from({ length: 5 }, freePort)));
    // what takes longest to know of the others is there first
    await Promise.all([
      stack.#startPrometheus(stack.prometheus),
      stack.#startPrometheus(stack.broken),
      stack.#startAlertmanager(),
      stack.#startService(),
      stack.#startGrafana(),
    ]);
    await eventually(async () => assert.equal(await stack.health(), 'up'), 20_000);
    symlinkSync(stack.secrets, join(stack.cwd, 'secrets'));
    stack.ask(stack.prometheus);
    return stack;
  }

  async #startGrafana(): Promise<void> {
    this.grafana.dashboards = drawn();
    this.#grafanaUrl = await this.grafana.listen();
  }

  async #startService(): Promise<void> {
    this.cwd = await project(`express@${versionOf('express')}`);
    this.service = new Service({ cwd: this.cwd, file: 'express.cjs', flag: '--require', env: { OTEL_SERVICE_NAME: 'api' } });
    this.proxy.origin = (await this.service.address()).replace('localhost', '127.0.0.1');
    await this.proxy.listen();
    await ask(await this.service.url('/users/7'));
  }

  async #startAlertmanager(): Promise<void> {
    mkdirSync(this.secrets);
    this.writeSecret('mail', 's3cret');
    // which every version of Alertmanager reads without the newline
    this.writeSecret('token', 's3cret\n');
    this.alertmanager.write('alertmanager.yml', alertmanagerYml(this.webhook));
    await this.alertmanager.start('prometheus-alertmanager');
  }

  async #startPrometheus(program: Program): Promise<void> {
    for (const folder of ['rules', 'targets']) mkdirSync(join(program.folder, folder));
    cpSync(join(root, 'config', 'prometheus', 'rules', 'api.yml'), join(program.folder, 'rules', 'api.yml'));
    program.write('rules/doctor.yml', fileOf(page, 'rules/doctor.yml'));
    if (program === this.broken) program.write('rules/own.yml', brokenRules);
    program.write('web.yml', `basic_auth_users: { doctor: '${hash}' }\n`);
    program.write('prometheus.yml', prometheusYml(new URL(this.proxy.url).host, new URL(this.alertmanager.url).host));
    await program.start('prometheus');
    if (program !== this.broken) return;
    program.write('rules/own.yml', `${brokenRules}      - { alert: Late, expr: up = }\n`);
    assert.equal(await program.reload(), 500);
  }

  /** Undoes what was broken of files. */
  async mend(): Promise<void> {
    this.writeSecret('mail', 's3cret');
    if (this.#isRouted) await this.route();
    if (this.#asked !== this.prometheus) this.ask(this.prometheus);
  }

  /** Has Alertmanager read another configuration, or its own again; gives the status of the answer. */
  route(text = alertmanagerYml(this.webhook)): Promise<number> {
    this.#isRouted = text !== alertmanagerYml(this.webhook);
    this.alertmanager.write('alertmanager.yml', text);
    return this.alertmanager.reload();
  }

  /** Has doctor ask one of the two, which the page calls the same. */
  ask(program: Program): void {
    this.#asked = program;
    this.writeAuth();
    for (const folder of ['rules', 'targets']) {
      rmSync(join(this.cwd, folder), { force: true });
      symlinkSync(join(program.folder, folder), join(this.cwd, folder));
    }
  }

  get secrets(): string {
    return join(this.alertmanager.folder, 'secrets');
  }

  writeSecret(name: 'mail' | 'token', text: string): void {
    const path = join(this.secrets, name);
    if (existsSync(path)) chmodSync(path, 0o600);
    writeFileSync(path, text);
  }

  /** Writes who may ask. */
  writeAuth(given = password): void {
    writeFileSync(join(this.cwd, 'password'), `${given}\n`);
    writeFileSync(join(this.cwd, 'token'), this.grafana.token);
    writeFileSync(join(this.cwd, 'auth.yml'), this.#placed(fileOf(page, 'auth.yml')));
  }

  /** What the page calls each server, and what it is called here. */
  get #names(): readonly (readonly [shown: string, url: string])[] {
    return [
      ['http://localhost:9464', this.proxy.url],
      ['http://localhost:9090', this.#asked.url],
      ['http://localhost:9093', this.alertmanager.url],
      ['http://localhost:3001', this.#grafanaUrl],
    ];
  }

  #placed(text: string): string {
    return this.#names.reduce((all, [shown, url]) => all.replaceAll(shown, url), text);
  }

  /** A report with the names of the page. */
  named(text: string): string {
    return this.#names.reduce((all, [shown, url]) => all.replaceAll(url, shown), text);
  }

  /** What Prometheus says of the service, whatever it says of a canary: up, down, or unknown before it has scraped it. */
  async health(): Promise<string | undefined> {
    interface Target {
      readonly scrapePool: string;
      readonly health: string;
    }
    const { data } = await this.prometheus.get<{ data: { activeTargets: readonly Target[] } }>('/api/v1/targets');
    return data.activeTargets.find(({ scrapePool }) => scrapePool === 'api')?.health;
  }

  /** A command of the page, with more flags, as a line of a shell. */
  #line(name: string, args: readonly string[]): string {
    const { text = '' } = blocksOf(page).find(({ info }) => info === `sh run=${name}`) ?? {};
    const quoted = args.map((arg) => `'${arg}'`);
    const webhook = name === 'canary' ? [`--canary-port=${this.webhook}`] : [];
    return [this.#placed(text.trim()), ...webhook, ...quoted].join(' ');
  }

  /** The same without npx, which takes its time and hears signals itself. */
  #direct(name: string, args: readonly string[]): string {
    return this.#line(name, args).replace(/^npx /, 'node_modules/.bin/');
  }

  /** Runs a command of the page, with more flags, to its end. */
  doctor(args: readonly string[] = [], { env = {}, name = 'doctor', under = '' }: Running = {}): Promise<Ran> {
    const line = args.length === 0 ? this.#line(name, args) : this.#direct(name, args);
    return run('sh', ['-c', `${under} ${line}`], this.cwd, { ...environment, ...env });
  }

  /** Runs it with these flags alone. */
  bare(args: readonly string[]): Promise<Ran> {
    return run('node_modules/.bin/autonomica-metrics', ['doctor', ...args], this.cwd);
  }

  /** Where Prometheus finds targets by files. */
  get targets(): string {
    return join(this.prometheus.folder, 'targets');
  }

  /** Starts the canary of the page. */
  starting(): Service {
    return new Service({ cwd: this.cwd, node: 'sh', file: '-c', args: [`exec ${this.#direct('canary', [])}`] });
  }

  async stop(): Promise<void> {
    await Promise.all([
      this.service.stop(),
      this.proxy.close(),
      this.grafana.close(),
      this.prometheus.stop(),
      this.broken.stop(),
      this.alertmanager.stop(),
    ]);
  }
}
