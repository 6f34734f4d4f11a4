import type { api } from '../catalogue/api.ts';
import type { Match, Where } from './promql.ts';
import type { Thresholds } from './thresholds.ts';

type Limits = Pick<Thresholds['api'], 'latencyExcludedRoutes'>;

/**
 * Requests whose duration is judged: all but those of routes that are meant to take long.
 * @param route what the route has to be beside that
 */
export function judged({ latencyExcludedRoutes }: Limits, route?: RegExp): Where<(typeof api.request.duration)['attributes']> {
  const not = latencyExcludedRoutes;
  const match: Match | undefined = not.length === 0 ? route : { ...(route && { is: route }), not };
  return match === undefined ? {} : { route: match };
}

/** What a text about them adds where there are such routes. */
export const butFor = ({ latencyExcludedRoutes }: Limits): string =>
  latencyExcludedRoutes.length === 0 ? '' : ` Not counted: ${latencyExcludedRoutes.join(', ')}.`;
