import { defaultDeployment } from '../../src/alerts/deployment.ts';
import { dashboards } from '../../src/dashboards/dashboards.ts';
import type { Dashboard, Panel, Query, Row, Variable } from '../../src/dashboards/model.ts';

type Named = readonly [name: string, dashboard: Dashboard];
/** As Grafana reads them. */
export const all = Object.entries(
  JSON.parse(JSON.stringify(dashboards(defaultDeployment))) as Record<string, Dashboard>,
) satisfies readonly Named[];

export const isRow = (panel: Panel | Row): panel is Row => panel.type === 'row';

/** Panels and headings, those inside of a folded one too. */
export const everyPanel = ({ panels }: Dashboard): (Panel | Row)[] =>
  panels.flatMap((panel) => (isRow(panel) ? [panel, ...panel.panels] : [panel]));
export const panelsOf = (dashboard: Dashboard): Panel[] => everyPanel(dashboard).filter((panel): panel is Panel => !isRow(panel));
export const queriesOf = ({ targets }: Panel): readonly Query[] => targets;
export const variablesOf = ({ templating: { list } }: Dashboard): readonly Variable[] => list;

/** What a variable stands for in a query before anybody chose. */
function begins({ allValue, current }: Variable): string {
  const chosen = [current?.value ?? []].flat();
  return chosen.includes('$__all') ? (allValue ?? '.*') : chosen.join('|');
}

export interface Ranges {
  /** What a rate is taken over. */
  readonly rate: string;
  /** What is shown. */
  readonly shown: string;
}

/** A query as Prometheus gets it. */
export function asked(expr: string, dashboard: Dashboard, { rate, shown }: Ranges): string {
  const text = expr.replaceAll('$__rate_interval', rate).replaceAll('$__range', shown);
  return variablesOf(dashboard).reduce((filled, each) => filled.replaceAll(`$${each.name}"`, `${begins(each)}"`), text);
}

/** What a variable offers: its selector, and the label whose values they are. */
export function offered({ query }: Variable): { readonly selector: string; readonly label: string } {
  const [, selector = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(typeof query === 'string' ? query : '') ?? [];
  return { selector, label };
}
