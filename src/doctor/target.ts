import { type ParsedFamily, ParseError, parse } from '../exposition/parse.ts';
import { json, sound } from './answer.ts';
import type { Ask } from './ask.ts';
import type { Answer } from './request.ts';
import { clockFindings } from './clock.ts';
import { expectedFindings, isOurs, mark } from './expected.ts';
import { type Exposed, exposedBy } from './exposed.ts';
import { Failure, findingOf } from './failure.ts';
import { counted, doubtful, type Finding, listed, type Section, wrong } from './finding.ts';
import type { Known } from './known.ts';
import { limitFindings } from './limits.ts';
import { listOf, shaped, string } from './read.ts';
import { otherwiseMeant, shapeFindings, strangers, unitFindings } from './shape.ts';

/** A target that was looked at, and what it exposed if that could be read. */
export interface Looked {
  readonly section: Section;
  readonly exposed: Exposed | undefined;
}

const textType = /^text\/plain(;|$)/;

function typeFindings({ url, contentType }: Answer): readonly Finding[] {
  if (textType.test(contentType)) return [];
  const what = contentType === '' ? 'it says no Content-Type' : `its Content-Type is ${contentType}`;
  return [wrong({ check: 'target.type', where: url, what, remedy: 'Prometheus 3 takes no such scrape: send text/plain; version=0.0.4' })];
}

/** The families of a text, or the first fault in it. */
function read({ url, text }: Answer): ParsedFamily[] | Finding {
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

function timestampFindings({ url, families }: Exposed, now: number): readonly Finding[] {
  const old = [...families.values()].filter(({ rows }) => rows.some(({ timestamp = now }) => Math.abs(now - timestamp) > freshMs));
  if (old.length === 0) return [];
  const what = `the times that it gives itself are more than a minute off: ${listed(old.map(({ name }) => name))}`;
  return [wrong({ check: 'target.stale', where: url, what, remedy: 'give no times: Prometheus takes that of the scrape' })];
}

const notOurs = (url: string): Finding =>
  wrong({
    check: 'target.expected',
    where: url,
    what: `it exposes no ${mark}: it is not an endpoint of @autonomica/metrics`,
    remedy: 'give the port of the endpoint: the service says it when it starts',
  });

const status = shaped({ instrumentations: listOf(shaped({ name: string, state: string })) });

/** The instrumentations that are attached; undefined where the target does not say. */
async function attachedAt(ask: Ask, origin: string): Promise<ReadonlySet<string> | undefined> {
  try {
    const { instrumentations } = json(await ask(`${origin}/`, { accept: 'application/json' }), status);
    return new Set(instrumentations.filter(({ state }) => state === 'attached').map(({ name }) => name));
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

async function healthFindings(ask: Ask, origin: string): Promise<readonly Finding[]> {
  const { status: code, text, url } = await ask(`${origin}/-/ready`);
  if (code === 200 || code === 404) return [];
  const what = `it is not ready: status ${code}, ${text.trim().split('\n').join(', ').slice(0, 200)}`;
  return [doubtful({ check: 'target.ready', where: url, what, remedy: 'mend what its probes name' })];
}

async function lookInto(ask: Ask, exposed: Exposed, known: Known): Promise<readonly Finding[]> {
  if (!isOurs(exposed)) return [notOurs(exposed.url)];
  const { origin } = new URL(exposed.url);
  return [
    ...expectedFindings(exposed, await attachedAt(ask, origin)),
    ...shapeFindings(exposed, known),
    ...unitFindings(exposed, known),
    ...limitFindings(exposed, known),
    ...(await healthFindings(ask, origin)),
  ];
}

function statedOf(exposed: Exposed, known: Known): readonly string[] {
  const [own, meant] = [strangers(exposed, known), otherwiseMeant(exposed, known)];
  return [
    ...(own.length > 0 ? [`not in the catalogue: ${listed(own)}`] : []),
    ...(meant.length > 0 ? [`HELP is not the catalogue's, as of another version: ${listed(meant)}`] : []),
  ];
}

/** Looks at a target, by the URL of its metrics. */
export async function lookAt(ask: Ask, url: string, known: Known): Promise<Looked> {
  const subject = `target ${url}`;
  const bad = (findings: readonly Finding[]): Looked => ({ section: { subject, findings, seen: [], stated: [] }, exposed: undefined });
  try {
    const answer = sound(await ask(url, { accept: 'text/plain;version=0.0.4' }));
    const families = read(answer);
    const outside = [...typeFindings(answer), ...clockFindings(answer)];
    if (!Array.isArray(families)) return bad([...outside, families]);
    const exposed = exposedBy(url, answer.text, families);
    const findings = [...outside, ...timestampFindings(exposed, answer.to), ...(await lookInto(ask, exposed, known))];
    return {
      section: {
        subject,
        findings,
        seen: [`${counted(exposed.lines, 'line')} of ${counted(families.length, 'metric')}`],
        stated: statedOf(exposed, known),
      },
      exposed,
    };
  } catch (error) {
    return bad([findingOf(error, 'target.reach')]);
  }
}
