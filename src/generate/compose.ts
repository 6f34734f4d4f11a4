import { stringify } from 'yaml';
import { type Deployment, listed, type Role, roles, type Targets, usual } from '../alerts/deployment.ts';
import { version } from '../version.ts';
import { collectorImage } from './collector-image.ts';
import { datasourcesFile } from './datasources.ts';
import { prometheusFile } from './prometheus.ts';
import { generated } from './rules.ts';

/** The versions that the tests run, of Grafana the one whose schema the dashboards follow. */
export const images = {
  prometheus: 'prom/prometheus:v3.5.3',
  alertmanager: 'prom/alertmanager:v0.33.1',
  grafana: 'grafana/grafana:12.3.1',
} as const;

const portOf = (role: Role): string => (role === 'grafana' ? '3000' : (usual[role].split(':')[1] ?? ''));

/** A job is found by its name, which is that of a service here: all its replicas by DNS, where there may be several. */
function targetOf(job: string, { jobs }: Deployment): Targets {
  const own = roles.filter((role) => jobs[role].includes(job));
  const addresses = own.map((role) => `${job}:${jobs[role][0] === job ? portOf(role) : portOf('api')}`);
  const isListed = own.some((role) => listed.includes(role));
  const found = [...new Set(addresses)];
  return { static: isListed ? [] : found, files: [], dns: isListed ? found : [], http: [] };
}

/** The deployment as it is among the containers: what is said of targets holds, all else is a service. */
function inside(deployment: Deployment): Deployment {
  const jobs = [...new Set(roles.flatMap((role) => deployment.jobs[role]))];
  return { ...deployment, targets: { ...Object.fromEntries(jobs.map((job) => [job, targetOf(job, deployment)])), ...deployment.targets } };
}

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

const prometheus = {
  image: images.prometheus,
  ...closed('65534:65534', { memory: '2g', cpus: 2 }),
  command: [
    '--config.file=/etc/prometheus/prometheus.yml',
    '--storage.tsdb.path=/prometheus',
    // the slowest burn of an error budget is seen over three days, and what was a day before is compared
    '--storage.tsdb.retention.time=30d',
    '--storage.tsdb.retention.size=10GB',
    '--web.external-url=http://localhost:9090',
    '--enable-feature=exemplar-storage',
  ],
  ports: ['127.0.0.1:9090:9090'],
  networks: ['monitoring'],
  volumes: [
    './compose/prometheus.yml:/etc/prometheus/prometheus.yml:ro',
    './prometheus/rules:/etc/prometheus/rules:ro',
    'prometheus-data:/prometheus',
  ],
  ...healthcheck('promtool', 'check', 'ready', '--url=http://localhost:9090'),
};

const alertmanager = {
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
  volumes: ['./alertmanager:/etc/alertmanager:ro', 'alertmanager-data:/alertmanager'],
  ...healthcheck('amtool', '--alertmanager.url=http://localhost:9093', 'config', 'show'),
};

const grafana = (url: string): object => ({
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
const collector = {
  image: `autonomica-collector:${version}`,
  build: './collector',
  ...closed('65534:65534', { memory: '256m', cpus: 0.5 }),
  pid: 'host',
  networks: ['monitoring'],
  volumes: ['/:/host:ro,rslave'],
};

/**
 * What is reached from this machine is published to it alone. Packets that leave `monitoring` keep their address, and find no way back: only
 * Alertmanager speaks to others. Services of other projects join by the name of the network.
 */
const networks = {
  monitoring: { name: 'autonomica-monitoring', driver_opts: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } },
  outside: {},
};

const head = `${generated}#
#   mkdir -p secrets && openssl rand -hex 24 | tr -d '\\n' > secrets/grafana_admin_password
#   docker compose up --detach --build
#
# After new rules: docker compose kill --signal HUP prometheus
`;

/** All of it in containers: https://github.com/compose-spec/compose-spec/blob/main/spec.md */
export function composeFiles(deployment: Deployment): Readonly<Record<string, string>> {
  const services = { prometheus, alertmanager, grafana: grafana(deployment.grafana), collector };
  const secrets = { grafana_admin_password: { file: './secrets/grafana_admin_password' } };
  const volumes = { 'prometheus-data': {}, 'alertmanager-data': {}, 'grafana-data': {} };
  const file = { name: 'autonomica-monitoring', services, networks, volumes, secrets };
  return {
    'compose.yaml': `${head}${stringify(file, { lineWidth: 0, aliasDuplicateObjects: false })}`,
    'compose/prometheus.yml': prometheusFile(inside(deployment)),
    'compose/datasources.yml': datasourcesFile('http://prometheus:9090', 'http://alertmanager:9093'),
    'collector/Dockerfile': collectorImage(),
  };
}
