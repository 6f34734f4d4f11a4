import { json, sound } from './answer.ts';
import type { Ask } from './ask.ts';
import { clockFindings } from './clock.ts';
import { expectedFindings, isOurs, mark } from './expected.ts';
import { type Exposed, exposedBy } from './exposed.ts';
import { Failure, findingOf } from './failure.ts';
import { counted, doubtful, type Finding, listed, type Section, wrong } from './finding.ts';
import type { Known } from './known.ts';
import { limitFindings } from './limits.ts';
import { listOf, shaped, string } from './read.ts';
import { otherwiseMeant, shapeFindings, strangers, unitFindings } from './shape.ts';
import { familiesIn, timestampFindings, typeFindings } from './target-text.ts';

/** A target that was looked at, and what it exposed if that could be read. */
export interface Looked {
  readonly section: Section;
  readonly exposed: Exposed | undefined;
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

async function insideFindings(ask: Ask, exposed: Exposed, known: Known): Promise<readonly Finding[]> {
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

/** What is wrong with what a target answered, and what it exposes if that could be read. */
async function lookedInto(ask: Ask, url: string, known: Known): Promise<Omit<Section, 'subject'> & Pick<Looked, 'exposed'>> {
  const answer = sound(await ask(url, { accept: 'text/plain;version=0.0.4' }));
  const outside = [...typeFindings(answer), ...clockFindings(answer)];
  const families = familiesIn(answer);
  if (!Array.isArray(families)) return { findings: [...outside, families], seen: [], stated: [], exposed: undefined };
  const exposed = exposedBy(url, answer.text, families);
  return {
    findings: [...outside, ...timestampFindings(exposed, answer.to), ...(await insideFindings(ask, exposed, known))],
    seen: [`${counted(exposed.lines, 'line')} of ${counted(families.length, 'metric')}`],
    stated: statedOf(exposed, known),
    exposed,
  };
}

/** Looks at a target, by the URL of its metrics. */
export async function lookAt(ask: Ask, url: string, known: Known): Promise<Looked> {
  const subject = `target ${url}`;
  try {
    const { exposed, ...looked } = await lookedInto(ask, url, known);
    return { section: { subject, ...looked }, exposed };
  } catch (error) {
    return { section: { subject, findings: [findingOf(error, 'target.reach')], seen: [], stated: [] }, exposed: undefined };
  }
}
