import { type Webhook, webhook } from './canary-alert.ts';
import { judged, type Way } from './canary-way.ts';
import { findingOf } from './failure.ts';
import type { Section } from './finding.ts';
import type { Flying } from './hops.ts';
import type { Canary } from './options.ts';

/** What is said of a canary that stays at home. */
export const unsent = (what: 'metric' | 'alert', why: string): Section => ({
  subject: `canary ${what}`,
  findings: [],
  seen: [],
  stated: [`none was sent: ${why}`],
});

/** No alert is sent. */
interface Unready {
  readonly section: Section;
  /** Why the rule of Prometheus must not make one, either; undefined if that may. */
  readonly ground?: string;
}
/** What becomes of an alert, known before anything is sent: where doctor hears of it, or why none is sent. */
export type Ready = { readonly hook: Webhook; readonly alertmanagers: readonly string[] } | Unready;

/** Makes all ready for an alert, if one may be sent. */
export async function readied({ ask, id, hops }: Flying, way: Way, canary: Canary): Promise<Ready> {
  if (way.alertmanagers.length === 0) {
    const nobody = way.isRuled
      ? 'its rule is that of Prometheus, which sends alerts to nobody'
      : 'no Alertmanager is known: give one by --alertmanager';
    return { section: unsent('alert', nobody) };
  }
  let ground = 'the rule of Prometheus would make an alert of it, which might reach others than doctor';
  try {
    const alertmanagers = await judged(ask, way, canary);
    ground = 'the rule of Prometheus would make an alert of it, of which doctor would not hear';
    return { hook: await webhook(id, canary), alertmanagers };
  } catch (error) {
    return { section: hops.section('canary alert', [findingOf(error, 'canary.alert')]), ground };
  }
}
