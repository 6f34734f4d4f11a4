import { collectorCommand } from './collector.ts';
import { pageText } from './head.ts';
import { command, type Measured } from './measured-service.ts';
import type { Monitoring } from './monitoring.ts';
import type { Broker } from './redis.ts';

/** All that runs. */
export interface Started {
  readonly services: readonly [api: Measured, ...others: Measured[]];
  readonly collector: Measured;
  readonly broker: Broker;
  readonly monitoring: Monitoring;
}

const portSaid = (notice: string): string => (notice.startsWith('serving') ? '' : `  (${notice})`);

const ofService = ({ file, url, endpoint, notice, program }: Measured): string => `
 ${command} ${file}

 service  ${url}  (pid ${program.pid})
 metrics  ${endpoint}/metrics${portSaid(notice)}
 index    ${endpoint}/
 health   ${endpoint}/-/healthy
`;

const ofMachine = ({ endpoint, notice, program }: Measured): string => `
 ${collectorCommand}

 metrics  ${endpoint}/metrics  (pid ${program.pid})${portSaid(notice)}
`;

const ofTools = ({ services: [api], broker, monitoring: { graphs, alerts } }: Started): string => `
 broker   ${broker.text}
 alerts   ${alerts.text}
 graphs   ${graphs.text}
 page     ${pageText(api)}

`;

/** What is said when all of it runs, section by section. */
export const introduction = (started: Started): string =>
  [...started.services.map(ofService), ofMachine(started.collector), ofTools(started)].join('');
