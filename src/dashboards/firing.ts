import { foreign } from '../alerts/foreign.ts';
import { label, series } from '../alerts/promql.ts';
import type { Severity, Team } from '../alerts/rule.ts';
import { colour } from './colours.ts';
import { shown } from './expressions.ts';
import type { Annotation } from './model.ts';
import { source } from './source.ts';

const { alerts } = foreign;

/** Alerts that somebody is told of, by how bad it is. */
export const fires = (severity: readonly Severity[], team?: Team): string =>
  series(alerts, { state: 'firing', severity, ...(team && { team }) });
/** What is not only for information. */
export const told: readonly Severity[] = ['critical', 'warning'];

/** Draws into every graph when alerts fired. */
export const firing = (team?: Team): Annotation => ({
  name: 'Firing alerts',
  datasource: source,
  enable: true,
  iconColor: colour.critical,
  expr: fires(told, team),
  step: '60s',
  titleFormat: shown(alerts, 'alert'),
  textFormat: '{{severity}} {{job}} {{instance}}',
  tagKeys: label(alerts, 'severity'),
});
