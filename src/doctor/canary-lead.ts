import { canaryAlert } from '../alerts/canary.ts';
import { Failure } from './failure.ts';
import { listed } from './finding.ts';
import { placeOf } from './listening.ts';
import { likeness } from './one-server.ts';
import type { Canary } from './options.ts';
import { lenient, shaped, string, thoseOf } from './read.ts';
import { type Configuration, type Labels, type Open, type Receiver, receiversOf } from './routing.ts';

/** The receiver that the canary is meant for. */
export const receiver = 'doctor';

/** Where doctor is told of the canary. */
export const webhookUrl = ({ host, port }: Canary): string => `http://${placeOf(host, port)}/`;

/** What an Alertmanager needs for the canary to reach doctor, and nobody else. */
export const lines = (url: string): string => `route:
  routes:                # before all others
    - matchers: [alertname="${canaryAlert}"]
      receiver: ${receiver}
      group_by: [doctor]
      group_wait: 0s
receivers:
  - name: ${receiver}
    webhook_configs:
      - url: ${url}
        send_resolved: false`;

/** How Alertmanager tells a URL that it takes for a secret, as 0.28 does and 0.25 did not. */
const masked = '<secret>';
const webhooks = thoseOf(shaped({ url: lenient(string, masked) }));

/** What of a receiver is not doctor's webhook alone, as far as it is told; a URL may be a secret and is not shown. */
function strangeIn(own: Receiver | undefined, url: string): string | undefined {
  const channels = Object.entries(own ?? {}).flatMap(([key, value]) =>
    key.endsWith('_configs') && Array.isArray(value) ? [{ key, value }] : [],
  );
  const [only] = channels;
  if (only?.key !== 'webhook_configs' || channels.length > 1) return `has ${listed(channels.map(({ key }) => key)) || 'no channel'}`;
  if (only.value.length !== 1) return `has ${only.value.length} webhooks`;
  const isStrange = webhooks(only.value, '').some((each) => each.url !== masked && likeness(each.url, url) !== 'same');
  return isStrange ? `has another webhook than ${url}` : undefined;
}

/** An alert, as far as it is known. */
export interface Expected {
  readonly labels: Labels;
  /** Of which labels the values are known only when it is there. */
  readonly open: Open;
}

/** @throws Failure if the canary would, or might, reach others than doctor, or nobody */
export function mustLead(url: string, configuration: Configuration, { labels, open }: Expected, canary: Canary): void {
  const reached = receiversOf(configuration, labels, open);
  const strange = strangeIn(
    configuration.receivers?.find(({ name }) => name === receiver),
    webhookUrl(canary),
  );
  if (reached.join() === receiver && strange === undefined) return;
  const whither = reached.join() === receiver ? `receiver ${receiver} ${strange}` : `its route leads to ${listed(reached)}`;
  const remedy = `it has to lead to doctor's webhook alone; add to alertmanager.yml, and reload:\n${lines(webhookUrl(canary))}`;
  throw new Failure(url, `no canary was sent: ${whither}`, remedy);
}
