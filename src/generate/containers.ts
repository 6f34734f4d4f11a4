import { version } from '../version.ts';

/** The versions that the tests run, of Grafana the one whose schema the dashboards follow. */
export const images = {
  prometheus: 'prom/prometheus:v3.5.3',
  alertmanager: 'prom/alertmanager:v0.33.1',
  grafana: 'grafana/grafana:12.3.1',
} as const;

interface Limits {
  readonly memory: string;
  readonly cpus: number;
}

/** What holds for every container: no root, nothing written outside of its volume, no capability, bounds, a log that rotates. */
const closed = (user: string, { memory, cpus }: Limits): object => ({
  user,
  read_only: true,
  tmpfs: ['/tmp'],
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  restart: 'unless-stopped',
  mem_limit: memory,
  cpus,
  pids_limit: 512,
  logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
});

const healthcheck = (...test: readonly string[]): object => ({
  healthcheck: { test: ['CMD', ...test], interval: '15s', timeout: '5s', retries: 3, start_period: '30s' },
});

/** By this name a container reaches what runs on the machine itself. */
export const machine = 'host.docker.internal';
/** Under Linux it has to be told. */
const besideHost = { extra_hosts: [`${machine}:host-gateway`] };

export const prometheus = {
  image: images.prometheus,
  ...closed('65534:65534', { memory: '2g', cpus: 2 }),
  command: [
    '--config.file=/etc/prometheus/prometheus.yml',
    '--storage.tsdb.path=/prometheus',
    // what is now is compared with what was a week ago, and dashboards show 30 days
    '--storage.tsdb.retention.time=30d',
    '--storage.tsdb.retention.size=10GB',
    '--web.external-url=http://localhost:9090',
    '--enable-feature=exemplar-storage',
  ],
  ports: ['127.0.0.1:9090:9090'],
  networks: ['monitoring', 'outside'],
  ...besideHost,
  volumes: [
    './compose/prometheus.yml:/etc/prometheus/prometheus.yml:ro',
    './prometheus/rules:/etc/prometheus/rules:ro',
    './prometheus/targets:/etc/prometheus/targets:ro',
    './prometheus/secrets:/etc/prometheus/secrets:ro',
    'prometheus-data:/prometheus',
  ],
  // what is in memory is written before it ends
  stop_grace_period: '1m',
  ...healthcheck('promtool', 'check', 'ready', '--url=http://localhost:9090'),
};

export const alertmanager = {
  image: images.alertmanager,
  ...closed('65534:65534', { memory: '256m', cpus: 0.5 }),
  command: [
    '--config.file=/etc/alertmanager/alertmanager.yml',
    '--storage.path=/alertmanager',
    // it is alone
    '--cluster.listen-address=',
    '--web.external-url=http://localhost:9093',
  ],
  ports: ['127.0.0.1:9093:9093'],
  networks: ['monitoring', 'outside'],
  ...besideHost,
  volumes: [
    './alertmanager:/etc/alertmanager:ro',
    './compose/alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro',
    'alertmanager-data:/alertmanager',
  ],
  ...healthcheck('amtool', '--alertmanager.url=http://localhost:9093', 'config', 'show'),
};

export const grafana = (url: string): object => ({
  image: images.grafana,
  ...closed('472', { memory: '512m', cpus: 1 }),
  environment: {
    GF_SERVER_ROOT_URL: url,
    GF_SECURITY_ADMIN_PASSWORD__FILE: '/run/secrets/grafana_admin_password',
    GF_LOG_MODE: 'console',
    GF_USERS_ALLOW_SIGN_UP: 'false',
    // nothing is fetched and nothing is told: there is no way out
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
  },
  secrets: ['grafana_admin_password'],
  ports: ['127.0.0.1:3001:3000'],
  networks: ['monitoring'],
  volumes: [
    './compose/datasources.yml:/etc/grafana/provisioning/datasources/datasources.yml:ro',
    './grafana/provisioning/dashboards:/etc/grafana/provisioning/dashboards:ro',
    './grafana/dashboards:/etc/grafana/dashboards:ro',
    'grafana-data:/var/lib/grafana',
  ],
  ...healthcheck('wget', '-qO-', 'http://localhost:3000/api/health'),
});

/** It measures the machine below: whose root it sees, and whose processes. */
export const collector = {
  image: `autonomica-collector:${version}`,
  build: './collector',
  ...closed('65534:65534', { memory: '256m', cpus: 0.5 }),
  pid: 'host',
  networks: ['monitoring'],
  volumes: ['/:/host:ro,rslave'],
};
