import { createServer, type Server, type ServerResponse } from 'node:http';
import { close, listen } from '../e2e/listening.ts';

/** How a server answers. */
export type Answering = (response: ServerResponse) => void;
export type Answers = Readonly<Record<string, string>>;

/** It is asked of what is fresh now, however long ago its file was loaded. */
const now = (): string => new Date().toISOString();
const target = (scrapeUrl: string) => ({
  discoveredLabels: {},
  labels: { job: 'api', instance: 'a:1' },
  scrapePool: 'api',
  scrapeUrl,
  globalUrl: scrapeUrl,
  lastError: '',
  lastScrape: now(),
  lastScrapeDuration: 0.01,
  health: 'up',
  scrapeInterval: '15s',
  scrapeTimeout: '10s',
});
const rule = () => ({
  state: 'firing',
  name: 'Down',
  query: 'up == 0',
  duration: 60,
  labels: { severity: 'warning' },
  annotations: {},
  alerts: [{ labels: {}, annotations: {}, state: 'firing', activeAt: now(), value: '1' }],
  health: 'ok',
  evaluationTime: 0.001,
  lastEvaluation: now(),
  type: 'alerting',
});
const alertmanagerYml = `route: { receiver: people, routes: [{ matchers: ['alertname="Watchdog"'], receiver: people, continue: false }] }
receivers: [{ name: people, webhook_configs: [{ url_file: /secrets/url }] }]
`;
const dashboard = {
  uid: 'a',
  title: 'API',
  panels: [{ title: 'Rate', targets: [{ expr: 'rate(up[$__rate_interval])', datasource: { type: 'prometheus' } }], panels: [] }],
  templating: { list: [{ name: 'job', type: 'query', query: 'label_values(up, job)' }] },
};
const metrics = ['lines_usage 1', 'lines_limit 100', 'build_info{process_runtime_version="1",autonomica_metrics_version="1"} 1']
  .map((line) => `# TYPE autonomica_${line.split(/[ {]/, 1)[0]} gauge\nautonomica_${line}\n`)
  .join('');
const said = (data: unknown): string => JSON.stringify({ status: 'success', data });

/** What a service, Prometheus, Alertmanager and Grafana would answer to doctor, by the path, each of them at the URL and the path's first part. */
export const sound = (url: string): Answers => ({
  '/metrics': metrics,
  '/': JSON.stringify({
    instrumentations: [
      { name: 'process', state: 'detached' },
      { name: 'runtime', state: 'detached' },
    ],
  }),
  '/-/ready': 'ready',
  '/p/api/v1/status/buildinfo': said({ version: '3' }),
  '/p/api/v1/status/runtimeinfo': said({ reloadConfigSuccess: true }),
  '/p/api/v1/status/config': said({ yaml: 'alerting: { alert_relabel_configs: [{ action: labeldrop, regex: replica }] }\n' }),
  '/p/api/v1/targets': said({ activeTargets: [target(`${url}/metrics`)] }),
  '/p/api/v1/rules': said({
    groups: [{ name: 'g', file: 'g.yml', interval: 15, evaluationTime: 0.1, lastEvaluation: now(), rules: [rule()] }],
  }),
  '/p/api/v1/alertmanagers': said({ activeAlertmanagers: [{ url: `${url}/a/api/v2/alerts` }] }),
  '/p/api/v1/label/__name__/values': said(['up']),
  '/p/api/v1/labels': said(['job']),
  '/p/api/v1/query': said({ resultType: 'vector', result: [{ metric: { instance: 'a:1' }, value: [1, '2'] }] }),
  '/a/api/v2/status': JSON.stringify({
    config: { original: alertmanagerYml },
    versionInfo: { version: '0.25.0' },
    uptime: now(),
    cluster: {},
  }),
  '/a/api/v2/alerts': JSON.stringify([{ labels: { alertname: 'Down' } }]),
  '/a/metrics': 'alertmanager_config_last_reload_successful 1\n',
  '/g/api/health': JSON.stringify({ database: 'ok', version: '12' }),
  '/g/api/datasources': JSON.stringify([{ uid: 'p', name: 'P', type: 'prometheus' }]),
  '/g/api/datasources/uid/p/health': JSON.stringify({ status: 'OK', message: '' }),
  '/g/api/search': JSON.stringify([{ uid: 'a', title: 'API' }]),
  '/g/api/dashboards/uid/a': JSON.stringify({ meta: {}, dashboard }),
});

const plain: Answering = (response) => response.writeHead(404).end();

/** A server that is all four, one of whose answers is what a test makes it. */
export class Foreign {
  url = '';
  readonly #server: Server;
  readonly #odd = new Map<string, Answering>();

  constructor() {
    this.#server = createServer((request, response) => {
      const [, id = '', path = '/'] = /^\/(\d+)([^?]*)/.exec(request.url ?? '') ?? [];
      const body = this.answers(id)[path];
      const usual: Answering = body === undefined ? plain : (to) => to.writeHead(200, { 'content-type': typeOf(path) }).end(body);
      (this.#odd.get(`${id} ${path}`) ?? usual)(response);
      request.resume();
    });
  }

  /** All answers where they are as they should be. */
  answers(id: string): Answers {
    return sound(`${this.url}/${id}`);
  }

  /** Makes one answer odd for who asks below a number; gives what is to be asked. */
  odd(id: number, path: string, answering: Answering): readonly string[] {
    this.#odd.set(`${id} ${path}`, answering);
    const at = `${this.url}/${id}`;
    return [`--target=${at}/metrics`, `--prometheus=${at}/p`, `--alertmanager=${at}/a`, `--grafana=${at}/g`];
  }

  async listen(): Promise<void> {
    this.url = await listen(this.#server);
  }

  close(): Promise<void> {
    return close(this.#server);
  }
}

const typeOf = (path: string): string => (path.endsWith('metrics') ? 'text/plain; version=0.0.4' : 'application/json');
