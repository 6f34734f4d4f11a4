import { stringify } from 'yaml';
import { type Deployment, filesOf, listed, type Role, roles, type Targets, usual } from '../alerts/deployment.ts';
import { canaryPort } from '../alerts/canary.ts';
import { type Alerting, defaultAlerting } from '../alerts/receivers.ts';
import { alertmanagerFile } from './alertmanager-files.ts';
import { collectorImage } from './collector-image.ts';
import { alertmanager, collector, grafana, machine, prometheus } from './containers.ts';
import { datasourcesFile } from './datasources.ts';
import { prometheusFile } from './prometheus.ts';
import { generated } from './rules.ts';

const portOf = (role: Role): string => (role === 'grafana' ? '3000' : (usual[role].split(':')[1] ?? ''));

/** A job is found by its name, which is that of a service here: all its replicas by DNS, where there may be several, and what files list. */
function targetOf(job: string, { jobs }: Deployment): Targets {
  const own = roles.filter((role) => jobs[role].includes(job));
  const addresses = own.map((role) => `${job}:${jobs[role][0] === job ? portOf(role) : portOf('api')}`);
  const isListed = own.some((role) => listed.includes(role));
  const found = [...new Set(addresses)];
  return { static: isListed ? [] : found, files: isListed ? filesOf(job) : [], dns: isListed ? found : [], http: [] };
}

/** The deployment as it is among the containers: what is said of targets holds, all else is a service. */
function inside(deployment: Deployment): Deployment {
  const jobs = [...new Set(roles.flatMap((role) => deployment.jobs[role]))];
  return { ...deployment, targets: { ...Object.fromEntries(jobs.map((job) => [job, targetOf(job, deployment)])), ...deployment.targets } };
}

/** Where the doctor waits, as a container reaches it, unless somebody said otherwise. */
const told = (alerting: Alerting): Alerting =>
  alerting.doctor.url === defaultAlerting.doctor.url ? { ...alerting, doctor: { url: `http://${machine}:${canaryPort}/` } } : alerting;

/**
 * What is reached from this machine is published to it alone. Packets that leave `monitoring` keep their address, and find no way back: who
 * speaks to others is in `outside` too, Alertmanager, and Prometheus, for targets on other machines, and on this one where containers run in a
 * virtual machine. Services of other projects join by the name of the network.
 *
 * Of a container's networks, the one whose name comes first is its way out, in every version of Docker; a priority is known to few.
 * https://docs.docker.com/engine/network/#connecting-to-multiple-networks
 */
const networks = {
  monitoring: { name: 'autonomica-monitoring', driver_opts: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } },
  outside: { name: 'autonomica-egress' },
};

const head = `${generated}#
#   mkdir -p secrets prometheus/targets/doctor prometheus/secrets
#   openssl rand -hex 24 | tr -d '\\n' > secrets/grafana_admin_password
#   docker compose up --detach --build
#
# After a change: docker compose kill --signal HUP prometheus alertmanager
`;

/**
 * All of it in containers: https://github.com/compose-spec/compose-spec/blob/main/spec.md
 * @param apart labels by which alerts of one name differ
 */
export function composeFiles(deployment: Deployment, apart: readonly string[]): Readonly<Record<string, string>> {
  const services = { prometheus, alertmanager, grafana: grafana(deployment.grafana), collector };
  const secrets = { grafana_admin_password: { file: './secrets/grafana_admin_password' } };
  const volumes = { 'prometheus-data': {}, 'alertmanager-data': {}, 'grafana-data': {} };
  const file = { name: 'autonomica-monitoring', services, networks, volumes, secrets };
  return {
    'compose.yaml': `${head}${stringify(file, { lineWidth: 0, aliasDuplicateObjects: false })}`,
    'compose/prometheus.yml': prometheusFile(inside(deployment)),
    'compose/alertmanager.yml': alertmanagerFile(told(deployment.alerting), apart, 'templates/*.tmpl'),
    'compose/datasources.yml': datasourcesFile('http://prometheus:9090', 'http://alertmanager:9093'),
    'collector/Dockerfile': collectorImage(),
  };
}
