import type { Dashboard, Panel } from './dashboards.ts';
import { listed } from './finding.ts';
import { lenient, shaped, string } from './read.ts';
import { askedOf, type Named, type Sources } from './sources.ts';
import type { Expression } from './uses.ts';

const flat = (all: readonly Panel[]): readonly Panel[] => all.flatMap((each) => [each, ...flat(each.panels)]);
const panelsOf = ({ panels, rows }: Dashboard): readonly Panel[] => flat([...panels, ...rows.flatMap((row) => row.panels)]);

/** What a variable asks for: the first argument of `label_values(…, label)`, or all of `query_result(…)`. */
function asked(query: unknown): string {
  const text = lenient(string, undefined)(query, '') ?? lenient(shaped({ query: string }), undefined)(query, '')?.query ?? '';
  return /^\s*label_values\((.+),[^,()"]+\)\s*$/s.exec(text)?.[1] ?? /^\s*query_result\((.+)\)\s*$/s.exec(text)?.[1] ?? '';
}

const isMixed = (named: Named): boolean =>
  typeof named === 'object' ? ['datasource', 'mixed'].includes(named.type) : named === undefined || named === '-- Mixed --';

/** A query of a dashboard, and whom it names. */
interface Query extends Pick<Expression, 'where' | 'expression'> {
  readonly named: Named;
}

const ofPanel = ({ title, datasource, targets }: Panel, place: string): readonly Query[] =>
  targets.map((target) => ({
    where: `${place}, panel ${title}`,
    expression: target.expr,
    named: isMixed(datasource) ? target.datasource : datasource,
  }));

function queriesOf(dashboard: Dashboard): readonly Query[] {
  const place = `dashboard ${dashboard.title}`;
  const ofVariables = dashboard.templating.list
    .filter(({ type }) => type === 'query')
    .map(({ name, query, datasource }) => ({ where: `${place}, variable ${name}`, expression: asked(query), named: datasource }));
  return [...panelsOf(dashboard).flatMap((panel) => ofPanel(panel, place)), ...ofVariables].filter(
    ({ expression }) => expression.trim() !== '',
  );
}

/** What dashboards ask a Prometheus. */
export interface Drawn {
  readonly expressions: readonly Expression[];
  /** What of them was not looked into, and why. */
  readonly stated: readonly string[];
}

/** What dashboards ask the Prometheus that is looked at: where no sources are known, whatever may be meant for it. */
export function drawnBy(dashboards: readonly Dashboard[], sources?: Sources): Drawn {
  const expressions: Expression[] = [];
  const elsewhere = new Set<string>();
  for (const dashboard of dashboards)
    for (const { where, expression, named } of queriesOf(dashboard)) {
      const whom = askedOf(named, dashboard.templating.list, sources);
      if (whom === 'another') elsewhere.add(where);
      else if (whom !== 'foreign') expressions.push({ where, expression, isPromql: whom === 'ours' });
    }
  const blank = dashboards.filter((each) => panelsOf(each).length === 0).map(({ title }) => title);
  return {
    expressions,
    stated: [
      ...(elsewhere.size === 0
        ? []
        : [`queries of other sources, or of ones that are not known, not looked into: ${listed([...elsewhere])}`]),
      ...(blank.length === 0 ? [] : [`dashboards without a panel that can be read, as those of schema v2: ${listed(blank)}`]),
    ],
  };
}
