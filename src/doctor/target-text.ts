import { type ParsedFamily, ParseError, parse } from '../exposition/parse.ts';
import type { Exposed } from './exposed.ts';
import { type Finding, listed, wrong } from './finding.ts';
import type { Answer } from './request.ts';

const textType = /^text\/plain(;|$)/;

export function typeFindings({ url, contentType }: Answer): readonly Finding[] {
  if (textType.test(contentType)) return [];
  const what = contentType === '' ? 'it says no Content-Type' : `its Content-Type is ${contentType}`;
  return [wrong({ check: 'target.type', where: url, what, remedy: 'Prometheus 3 takes no such scrape: send text/plain; version=0.0.4' })];
}

/** The families of a text, or the first fault in it. */
export function familiesIn({ url, text }: Answer): ParsedFamily[] | Finding {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const isTwice = error.reason.startsWith('duplicate series');
    return wrong({
      check: isTwice ? 'target.duplicate' : 'target.format',
      where: url,
      what: error.message,
      remedy: isTwice
        ? 'Prometheus keeps one of the two and says nothing: remove one of the two sources of the metric'
        : 'mend what writes this line; a proxy between may have cut or changed it',
    });
  }
}

/** How old an explicit time may be: Prometheus gives a series up after five minutes. */
const freshMs = 60_000;

export function timestampFindings({ url, families }: Exposed, now: number): readonly Finding[] {
  const old = [...families.values()].filter(({ rows }) => rows.some(({ timestamp = now }) => Math.abs(now - timestamp) > freshMs));
  if (old.length === 0) return [];
  const what = `the times that it gives itself are more than a minute off: ${listed(old.map(({ name }) => name))}`;
  return [wrong({ check: 'target.stale', where: url, what, remedy: 'give no times: Prometheus takes that of the scrape' })];
}
