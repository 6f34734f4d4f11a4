import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Expression } from './uses.ts';

/** What matters here of https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
interface Asking {
  /** In old ones a name, or nothing. */
  readonly datasource?: { readonly type?: string } | string | null;
}
interface Panel extends Asking {
  readonly title?: string;
  readonly targets?: readonly (Asking & { readonly expr?: string })[];
  readonly panels?: readonly Panel[];
}
export interface Dashboard {
  readonly uid?: string;
  readonly title?: string;
  readonly panels?: readonly Panel[];
  readonly templating?: {
    readonly list?: readonly (Asking & { readonly name?: string; readonly type?: string; readonly query?: unknown })[];
  };
}

const flat = (panels: readonly Panel[] | null): readonly Panel[] => (panels ?? []).flatMap((panel) => [panel, ...flat(panel.panels ?? [])]);

/** Whether it asks Prometheus, as far as it says whom it asks; a panel of several sources says it for each. */
const isOurs = ({ datasource }: Asking): boolean =>
  typeof datasource !== 'object' || datasource === null || [undefined, 'prometheus', 'datasource', 'mixed'].includes(datasource.type);

/** What a variable asks for: the first argument of `label_values(…, label)`, or all of `query_result(…)`. */
function asked(query: unknown): string | undefined {
  const text = typeof query === 'string' ? query : ((query as { readonly query?: unknown } | null)?.query ?? '');
  if (typeof text !== 'string') return undefined;
  return /^label_values\((.+),\s*[\w$]+\s*\)$/.exec(text)?.[1] ?? /^query_result\((.+)\)$/.exec(text)?.[1];
}

function panelExpressions(panel: Panel, dashboard: string): readonly Expression[] {
  const where = `${dashboard}, panel ${panel.title ?? ''}`;
  const targets = isOurs(panel) ? (panel.targets ?? []).filter(isOurs) : [];
  return targets.flatMap(({ expr = '' }) => (expr === '' ? [] : [{ where, expression: expr }]));
}

/** What a dashboard asks Prometheus. */
export function dashboardExpressions({ title = 'untitled', panels = [], templating }: Dashboard): readonly Expression[] {
  const dashboard = `dashboard ${title}`;
  const queries = (templating?.list ?? []).filter((variable) => variable.type === 'query' && isOurs(variable));
  const ofVariables = queries.flatMap(({ name = '', query }) => {
    const expression = asked(query);
    return expression === undefined ? [] : [{ where: `${dashboard}, variable ${name}`, expression }];
  });
  return [...flat(panels).flatMap((panel) => panelExpressions(panel, dashboard)), ...ofVariables];
}

/** The dashboards of a folder. @throws Error if one can't be read */
export const dashboardsIn = (folder: string): readonly Dashboard[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      try {
        return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Dashboard;
      } catch (error) {
        throw new Error(`${join(folder, name)}: ${(error as Error).message}`, { cause: error });
      }
    });
