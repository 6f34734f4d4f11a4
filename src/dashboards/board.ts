import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type QueryVariableBuilder,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Deployment } from '../alerts/deployment.ts';
import type { Team } from '../alerts/rule.ts';
import { firing } from './firing.ts';
import { tag, toDashboards, toRunbooks, uidOf } from './links.ts';
import type { Name } from './name.ts';
import type { Panel } from './panel.ts';
import { datasource } from './variables.ts';

/** Panels beside each other, below a heading if they have one. */
export interface Line {
  readonly heading?: { readonly id: number; readonly title: string; readonly collapsed: boolean };
  /** Of 30 pixels each. */
  readonly height: number;
  readonly panels: readonly Panel[];
}

/** What a dashboard shows. */
export interface Board {
  readonly name: Name;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly QueryVariableBuilder[];
  /** Whose alerts are drawn into its graphs; unset, everybody's. */
  readonly team?: Team;
  readonly lines: readonly Line[];
}
/** The dashboard of a domain, for a deployment. */
export type Boards = (deployment: Deployment) => Board;

export const line = (height: number, ...panels: readonly Panel[]): Line => ({ height, panels });
/** @param id of the heading, which is a panel to Grafana */
export const row = (id: number, title: string, height: number, ...panels: readonly Panel[]): Line => ({
  heading: { id, title, collapsed: false },
  height,
  panels,
});
/** What not everybody has: opened by who wants it, and asks for nothing before. */
export const folded = (id: number, title: string, height: number, ...panels: readonly Panel[]): Line => ({
  heading: { id, title, collapsed: true },
  height,
  panels,
});

function place(dashboard: DashboardBuilder, { heading, height, panels }: Line): void {
  const columns = 24 / panels.length;
  const placed = panels.map(({ width, at }) => at(width ?? columns, height));
  const head = heading && new RowBuilder(heading.title).id(heading.id).collapsed(heading.collapsed);
  if (head && heading?.collapsed) for (const panel of placed) head.withPanel(panel);
  if (head) dashboard.withRow(head);
  if (!heading?.collapsed) for (const panel of placed) dashboard.withPanel(panel);
}

/** The JSON model of a dashboard, as Grafana reads it from a file. https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export function build({ name, title, description, variables, team, lines }: Board, { runbooks }: Deployment): Dashboard {
  const dashboard = new DashboardBuilder(title).uid(uidOf(name)).description(description).tags([tag]).readonly();
  dashboard.timezone('browser').tooltip(DashboardCursorSync.Crosshair).time({ from: 'now-1h', to: 'now' }).refresh('30s');
  dashboard.variables([datasource(), ...variables]).annotations([firing(team)]);
  const pages = name === 'overview' || name === 'slo' ? runbooks : `${runbooks}/${name}.md`;
  dashboard.links([toDashboards(), toRunbooks(pages)]);
  for (const each of lines) place(dashboard, each);
  return dashboard.build();
}
