import type { Alerting } from '../alerts/receivers.ts';
import { teams } from '../alerts/rule.ts';
import { nearest, unknownName } from './nearest.ts';

/** Names in lists have to be those of receivers, and each receiver has to be in a list. */
export function namesIn(alerting: Alerting, problems: string[]): void {
  const known = Object.keys(alerting.receivers);
  const lists = [
    ...(['default', 'critical', 'info'] as const).map((key) => [key, alerting[key]] as const),
    ...Object.entries(alerting.teams).map(([team, list]) => [`teams.${team}`, list] as const),
  ];
  for (const [at, list] of lists)
    for (const name of list) if (!known.includes(name)) problems.push(`alerting.${at}: receiver ${name} ${unknownName(name, known)}`);
  for (const name of known)
    if (!lists.some(([, list]) => list.includes(name)))
      problems.push(`alerting.receivers.${name} is told nothing: name it in default, critical, info or teams, or remove it`);
}

/** A team of an operator's own rules may have any name, but for one that is another's with a slip. */
export function teamsIn({ teams: routed, businessHours }: Alerting, problems: string[]): void {
  const known: readonly string[] = teams;
  for (const team of Object.keys(routed)) {
    const meant = known.includes(team) ? undefined : nearest(team, known);
    if (meant !== undefined) problems.push(`alerting.teams.${team} is no team of the rules: did you mean ${meant}?`);
  }
  for (const team of businessHours?.teams ?? [])
    if (!Object.hasOwn(routed, team))
      problems.push(`alerting.business_hours.teams: team ${team} ${unknownName(team, Object.keys(routed))}`);
}
