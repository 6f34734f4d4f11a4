import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Expression } from './uses.ts';

/** What matters here of https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
interface Panel {
  readonly title?: string;
  readonly targets?: readonly { readonly expr?: string }[];
  readonly panels?: readonly Panel[];
}
export interface Dashboard {
  readonly uid?: string;
  readonly title?: string;
  readonly panels?: readonly Panel[];
  readonly templating?: { readonly list?: readonly { readonly name?: string; readonly type?: string; readonly query?: unknown }[] };
}

const flat = (panels: readonly Panel[]): readonly Panel[] => panels.flatMap((panel) => [panel, ...flat(panel.panels ?? [])]);

/** What a variable asks for: the first argument of `label_values(…, label)`, or all of `query_result(…)`. */
function asked(query: unknown): string | undefined {
  const text = typeof query === 'string' ? query : ((query as { readonly query?: unknown } | null)?.query ?? '');
  if (typeof text !== 'string') return undefined;
  return /^label_values\((.+),\s*[\w$]+\s*\)$/.exec(text)?.[1] ?? /^query_result\((.+)\)$/.exec(text)?.[1];
}

/** What a dashboard asks Prometheus. */
export function dashboardExpressions({ title = 'untitled', panels = [], templating }: Dashboard): readonly Expression[] {
  const dashboard = `dashboard ${title}`;
  const ofPanels = flat(panels).flatMap((panel) =>
    (panel.targets ?? []).flatMap(({ expr = '' }) =>
      expr === '' ? [] : [{ where: `${dashboard}, panel ${panel.title ?? ''}`, expression: expr }],
    ),
  );
  const ofVariables = (templating?.list ?? []).flatMap(({ name = '', type, query }) => {
    const expression = type === 'query' ? asked(query) : undefined;
    return expression === undefined ? [] : [{ where: `${dashboard}, variable ${name}`, expression }];
  });
  return [...ofPanels, ...ofVariables];
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
