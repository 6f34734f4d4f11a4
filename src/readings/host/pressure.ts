import { host } from '../../catalogue/host.ts';
import { wholes } from '../numbers.ts';
import { type Found, type Reading, UnreadableError } from '../reading.ts';
import type { Point } from '../write.ts';

/** Seconds in all by severity. */
export interface Pressure {
  readonly some?: number;
  readonly full?: number;
}

/** `some avg10=0.00 avg60=0.00 avg300=0.00 total=123`, in microseconds: https://docs.kernel.org/accounting/psi.html */
export function parsePressure(text: string): Pressure {
  const found: Record<string, number> = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf(' total=');
    const [severity = ''] = line.split(' ', 1);
    const [total] = at < 0 ? [] : wholes(line, at + ' total='.length);
    if (total !== undefined && (severity === 'some' || severity === 'full')) found[severity] = total / 1e6;
  }
  return found;
}

const { of: resources } = host.pressure.attributes.resource;

function pointsOf(resource: string, text: string | undefined): Point[] {
  if (text === undefined) return [];
  const points = Object.entries(parsePressure(text)).map(([severity, seconds]): Point => [seconds, { resource, severity }]);
  if (points.length === 0) throw new UnreadableError(`proc/pressure/${resource}`, 'a total expected');
  return points;
}

/** None where the kernel does not account for it; before 5.13 it has no `full` of the CPUs. */
export const pressure: Reading = {
  name: 'pressure',
  finds: [host.pressure],
  read(files): Found[] {
    return [[host.pressure, resources.flatMap((resource) => pointsOf(resource, files.textIfAny(`proc/pressure/${resource}`)))]];
  },
};
