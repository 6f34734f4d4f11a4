import type { Deployment } from '../alerts/deployment.ts';
import type { Team } from '../alerts/rule.ts';
import { firing } from './firing.ts';
import { tag, toDashboards, toRunbooks, uidOf } from './links.ts';
import type { Dashboard, Panel as Model, Row, Variable } from './model.ts';
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
  readonly variables: readonly Variable[];
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

const columns = 24;

/** Beside each other, from the left edge on. */
function place({ height: h, panels }: Line, y: number): readonly Model[] {
  let x = 0;
  return panels.map(({ width, at }) => {
    const w = width ?? columns / panels.length;
    x += w;
    return at({ x: x - w, y, w, h });
  });
}

/** A line from `y` on; what is folded is within its heading, which is all that it takes. */
function lay(of: Line, y: number): readonly (Model | Row)[] {
  const { heading } = of;
  if (heading === undefined) return place(of, y);
  const head = { ...heading, type: 'row', gridPos: { x: 0, y, w: columns, h: 1 } } as const;
  const panels = place(of, y + 1);
  return heading.collapsed ? [{ ...head, panels }] : [{ ...head, panels: [] }, ...panels];
}
const heightOf = ({ heading, height }: Line): number => (heading ? 1 : 0) + (heading?.collapsed ? 0 : height);

/** Lines below each other. */
function layAll(lines: readonly Line[]): readonly (Model | Row)[] {
  let y = 0;
  return lines.flatMap((each) => {
    y += heightOf(each);
    return lay(each, y - heightOf(each));
  });
}

/** A dashboard for a deployment, which nobody changes in Grafana. */
export function build({ name, title, description, variables, team, lines }: Board, { runbooks }: Deployment): Dashboard {
  const pages = name === 'overview' || name === 'slo' ? runbooks : `${runbooks}/${name}.md`;
  return {
    uid: uidOf(name),
    title,
    description,
    tags: [tag],
    editable: false,
    schemaVersion: 42,
    timezone: 'browser',
    time: { from: 'now-1h', to: 'now' },
    refresh: '30s',
    // one cross for all graphs
    graphTooltip: 1,
    links: [toDashboards, toRunbooks(pages)],
    annotations: { list: [firing(team)] },
    templating: { list: [datasource, ...variables] },
    panels: layAll(lines),
  };
}
