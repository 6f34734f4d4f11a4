import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../e2e/client.ts';
import { eventually } from '../e2e/eventually.ts';
import { environment, project, type Ran, root, run, versionOf } from '../e2e/scratch.ts';
import { Service } from '../e2e/service.ts';
import { freePort } from '../pages.ts';
import { Grafana } from './grafana.ts';
import { Program } from './program.ts';
import { Proxy } from './proxy.ts';

const password = 'correct horse';
/** It, as bcrypt has it. */
const hash = '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e';
const authorization = `Basic ${Buffer.from(`doctor:${password}`).toString('base64')}`;

const scrapes = (target: string): string => `
  - job_name: api
    static_configs: [{ targets: ['${target}'] }]
  - job_name: doctor
    file_sd_configs: [{ files: ['targets/*.json'] }]`;

/** Prometheus' configuration. */
const prometheusYml = (target: string, alertmanager: string): string => `
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules/*.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['${alertmanager}'] }] }] }
scrape_configs:${scrapes(target)}
`;

/** Alertmanager's configuration: everybody is told, and doctor of its canary. */
export const alertmanagerYml = (webhook: number, receiver = 'people'): string => `
route:
  receiver: ${receiver}
  routes:
    - matchers: [alertname="AutonomicaDoctorCanary"]
      receiver: doctor
      group_by: [doctor]
      group_wait: 0s
receivers:
  - name: people
    webhook_configs: [{ url: 'http://127.0.0.1:9/', http_config: { authorization: { credentials_file: secrets/token } } }]
  - name: doctor
    webhook_configs: [{ url: 'http://127.0.0.1:${webhook}/' }]
`;

/** The rule by which the canary goes all the way. */
const canaryRule = `groups:
  - name: doctor
    rules: [{ alert: AutonomicaDoctorCanary, expr: autonomica_doctor_canary == 1, labels: { severity: none } }]
`;

const dashboard = (expr: string) => ({
  title: 'API',
  templating: { list: [{ name: 'job', type: 'query', query: 'label_values(http_server_active_requests, job)' }] },
  panels: [{ title: 'Rate', targets: [{ expr }] }],
});
export const drawn = (expr = 'sum(rate(http_server_request_duration_seconds_count{job=~"$job"}[$__rate_interval]))') => ({
  'autonomica-api': dashboard(expr),
});

/** Everything that measures, watches and tells, small and real, but for Grafana. */
export class Stack {
  readonly prometheus: Program;
  readonly alertmanager: Program;
  readonly grafana = new Grafana();
  readonly proxy: Proxy;
  readonly webhook: number;
  cwd = '';
  service!: Service;
  #grafanaUrl = '';

  private constructor([prometheus = 0, alertmanager = 0, proxy = 0, webhook = 0]: readonly number[]) {
    const flags = ['--storage.tsdb.path=data', '--web.enable-lifecycle', '--web.config.file=web.yml'];
    this.prometheus = new Program({ file: 'prometheus.yml', flags, headers: { authorization } }, prometheus);
    this.alertmanager = new Program(
      { file: 'alertmanager.yml', flags: ['--storage.path=data', '--cluster.listen-address='] },
      alertmanager,
    );
    this.proxy = new Proxy(proxy);
    this.webhook = webhook;
  }

  static async start(): Promise<Stack> {
    const stack = new Stack(await Promise.all(Array.from({ length: 4 }, freePort)));
    // what takes longest to know of the others is there first
    await Promise.all([stack.#startPrometheus(), stack.#startAlertmanager(), stack.#startService(), stack.#startGrafana()]);
    await eventually(async () => assert.ok(await stack.isUp()), 20_000);
    stack.writeAuth();
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
    this.writeSecret('s3cret');
    this.alertmanager.write('alertmanager.yml', alertmanagerYml(this.webhook));
    await this.alertmanager.start('prometheus-alertmanager');
  }

  async #startPrometheus(): Promise<void> {
    for (const folder of ['rules', 'targets']) mkdirSync(join(this.prometheus.folder, folder));
    cpSync(join(root, 'config', 'prometheus', 'rules', 'api.yml'), join(this.prometheus.folder, 'rules', 'api.yml'));
    this.prometheus.write('rules/doctor.yml', canaryRule);
    this.prometheus.write('web.yml', `basic_auth_users: { doctor: '${hash}' }\n`);
    this.prometheus.write('prometheus.yml', prometheusYml(new URL(this.proxy.url).host, new URL(this.alertmanager.url).host));
    await this.prometheus.start('prometheus');
  }

  /** Undoes what was broken of files. */
  async mend(): Promise<void> {
    this.writeSecret('s3cret');
    this.alertmanager.write('alertmanager.yml', alertmanagerYml(this.webhook));
    await this.alertmanager.reload();
    // for seconds after a reload a Prometheus knows no Alertmanager
    if (!existsSync(this.ownRules)) return;
    rmSync(this.ownRules);
    await this.prometheus.reload();
  }

  /** A file of rules that is there while a test breaks it. */
  get ownRules(): string {
    return join(this.prometheus.folder, 'rules', 'own.yml');
  }

  get secrets(): string {
    return join(this.alertmanager.folder, 'secrets');
  }

  writeSecret(text: string): void {
    writeFileSync(join(this.secrets, 'token'), text);
  }

  /** Writes who may ask. */
  writeAuth(given = password): void {
    writeFileSync(join(this.cwd, 'password'), `${given}\n`);
    writeFileSync(join(this.cwd, 'token'), this.grafana.token);
    const entries = [
      `${this.prometheus.url}: { username: doctor, password_file: password }`,
      `${this.#grafanaUrl}: { credentials_file: token }`,
    ];
    writeFileSync(join(this.cwd, 'auth.yml'), entries.map((entry) => `${entry}\n`).join(''));
  }

  /** What doctor is told of the stack. */
  get flags(): readonly string[] {
    return [
      `--target=${this.proxy.url}`,
      `--prometheus=${this.prometheus.url}`,
      `--alertmanager=${this.alertmanager.url}`,
      `--grafana=${this.#grafanaUrl}`,
      '--auth=auth.yml',
      `--secrets=${this.secrets}`,
      `--rules=${join(this.prometheus.folder, 'rules')}`,
    ];
  }

  /** Whether Prometheus says that the service is up. */
  async isUp(): Promise<boolean> {
    const { data } = await this.prometheus.get<{ data: { activeTargets: readonly { readonly health: string }[] } }>('/api/v1/targets');
    return data.activeTargets.length > 0 && data.activeTargets.every(({ health }) => health === 'up');
  }

  get #bin(): string {
    return join(this.cwd, 'node_modules', '.bin', 'autonomica-metrics');
  }

  /** Runs doctor to its end. */
  doctor(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
    return run(this.#bin, ['doctor', ...this.flags, ...args], this.cwd, { ...environment, ...env });
  }

  /** Starts doctor. */
  starting(args: readonly string[]): Service {
    return new Service({ cwd: this.cwd, file: this.#bin, args: ['doctor', ...this.flags, ...args] });
  }

  /** A report without what differs from run to run. */
  masked(text: string): string {
    const places = { [this.prometheus.folder]: '/etc/prometheus', [this.alertmanager.folder]: '/etc/alertmanager' };
    const named = Object.entries({
      [this.prometheus.url]: 'http://prometheus:9090',
      [this.alertmanager.url]: 'http://alertmanager:9093',
      [this.#grafanaUrl]: 'http://grafana:3000',
      [this.proxy.url]: 'http://api:9464',
      ...places,
    }).reduce((all, [from, to]) => all.replaceAll(from, to), text);
    return named
      .replaceAll(/\b[\d.,]+ s\b/g, 'N s')
      .replaceAll(/\b[\d,]+ (lines|metrics)\b/g, 'N $1')
      .replaceAll(/(?<=without data yet: ).*/g, '…')
      .replaceAll(/version \d\S*(?=,)/g, 'version N');
  }

  async stop(): Promise<void> {
    await Promise.all([this.service.stop(), this.proxy.close(), this.grafana.close(), this.prometheus.stop(), this.alertmanager.stop()]);
  }
}
