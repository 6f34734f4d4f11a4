import { json as readJson } from 'node:stream/consumers';
import { json, sound } from './answer.ts';
import type { Ask } from './ask.ts';
import { receiver, webhookUrl } from './canary-lead.ts';
import { postedLabels } from './canary-way.ts';
import { Failure } from './failure.ts';
import { arrival, type Flying, patienceMs } from './hops.ts';
import { type Listening, listen } from './listening.ts';
import type { Canary } from './options.ts';
import { anything, listOf, shaped, string } from './read.ts';

const ttlMs = 300_000;

interface Notification {
  readonly status: string;
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>>; readonly status: string }[];
}

/** What Alertmanager sent to the webhook. */
export interface Webhook extends Listening {
  /** Whether it was told of the canary. */
  heard(): true | undefined;
}

/** @throws Failure */
export async function webhook(id: string, { host, port }: Canary): Promise<Webhook> {
  let isHeard = false;
  const listening = await listen(host, port, (request, response) => {
    const hear = ({ alerts }: Notification): void => {
      isHeard ||= alerts.some(({ labels }) => labels['doctor'] === id);
      response.end();
    };
    // who else may post there posts what he likes
    readJson(request)
      .then((body) => hear(body as Notification))
      .catch(() => response.writeHead(400).end());
  });
  return { ...listening, heard: () => isHeard || undefined };
}

const groups = listOf(shaped({ receiver: shaped({ name: string }), alerts: listOf(anything) }));

/** The receivers under which the canary is held. */
async function heldBy(ask: Ask, url: string, id: string): Promise<readonly string[]> {
  const filter = encodeURIComponent(`doctor="${id}"`);
  const held = json(await ask(`${url}/api/v2/alerts/groups?filter=${filter}`), groups);
  return held.filter(({ alerts }) => alerts.length > 0).map((group) => group.receiver.name);
}

async function post({ ask, alertmanager, id }: Flying, [startsAt, endsAt]: readonly [number, number]): Promise<void> {
  const annotations = { summary: 'A canary of autonomica-metrics doctor: nothing is wrong.' };
  const alert = {
    labels: postedLabels(id),
    annotations,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
  };
  sound(await ask(`${alertmanager}/api/v2/alerts`, { method: 'POST', body: JSON.stringify([alert]) }));
}

const unheard = (flying: Flying, canary: Canary): Failure =>
  new Failure(
    flying.alertmanager,
    `its notification did not reach ${webhookUrl(canary)}`,
    `see whether the url of receiver ${receiver} is this, and whether Alertmanager reaches this machine: its log says why`,
  );

/** Waits for the canary at the webhook. @throws Failure */
export const delivered = (flying: Flying, canary: Canary, { heard }: Webhook): Promise<true> =>
  arrival(heard, { signal: flying.signal, ms: patienceMs, failure: unheard(flying, canary) });

/** Sends an alert to Alertmanager, sees it there and at the webhook, and resolves it. @throws Failure */
export async function flyAlert(flying: Flying, canary: Canary, hook: Webhook): Promise<void> {
  const { ask, hops, id, alertmanager, signal } = flying;
  const startsAt = Date.now();
  const waiting = (what: string): { signal: AbortSignal; ms: number; failure: Failure } => ({
    signal,
    ms: patienceMs,
    failure: new Failure(alertmanager, what, 'look at its log'),
  });
  try {
    await hops.take('taken by Alertmanager', () => post(flying, [startsAt, startsAt + ttlMs]));
    const held = async (): Promise<true | undefined> => ((await heldBy(ask, alertmanager, id)).includes(receiver) ? true : undefined);
    await hops.take('routed', () => arrival(held, waiting('it took the canary and shows it under no receiver')));
    await hops.take('delivered', () => delivered(flying, canary, hook));
  } finally {
    await post({ ...flying, ask: flying.askLast }, [startsAt, Date.now()]);
  }
  const gone = async (): Promise<true | undefined> => ((await heldBy(ask, alertmanager, id)).length === 0 ? true : undefined);
  await hops.take('resolved', () => arrival(gone, waiting('it shows the canary though that is resolved')));
}
