import type { Override } from './model.ts';
import { type Facts, type Panel, panel, values } from './panel.ts';

export interface Table extends Facts {
  /** The head of each column, by its label, in their order; what is not among them is not shown. */
  readonly columns: Readonly<Record<string, string>>;
  /** Colours of cells by what stands in them. */
  readonly colours?: Readonly<Record<string, string>>;
}

function coloured(colours: Readonly<Record<string, string>>): readonly Override[] {
  const options = Object.fromEntries(Object.entries(colours).map(([value, color], index) => [value, { color, index }]));
  const properties = [
    { id: 'mappings', value: [{ type: 'value', options }] },
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
  ];
  return Object.keys(colours).length === 0 ? [] : [{ matcher: { id: 'byType', options: 'string' }, properties }];
}

/** What is there now, a line each. */
export function table(id: number, title: string, facts: Table): Panel {
  const { columns, colours = {} } = facts;
  const names = Object.keys(columns);
  const indexByName = Object.fromEntries(names.map((name, at) => [name, at]));
  const transformations = [
    { id: 'filterFieldsByName', options: { include: { names } } },
    { id: 'organize', options: { indexByName, renameByName: columns } },
  ];
  const options = { frameIndex: 0, showHeader: true, showTypeIcons: false, cellHeight: 'sm' } as const;
  const fieldConfig = { defaults: values(facts), overrides: coloured(colours) };
  return panel({ type: 'table', options, fieldConfig, transformations }, id, title, facts, 'table');
}
