import { PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { type Facts, type Panel, panel } from './panel.ts';

/** A label, or `Value`, and the head of its column. */
export type Columns = Readonly<Record<string, string>>;

export interface Table extends Facts {
  /** In their order; what is not among them is not shown. */
  readonly columns: Columns;
  /** Colours of cells by what stands in them. */
  readonly colours?: Readonly<Record<string, string>>;
}

/** What is there now, a line each. */
export function table(id: number, title: string, facts: Table): Panel {
  const { columns, colours = {} } = facts;
  const drawing = new PanelBuilder().showHeader(true);
  drawing.withTransformation({ id: 'filterFieldsByName', options: { include: { names: Object.keys(columns) } } });
  const indexByName = Object.fromEntries(Object.keys(columns).map((name, at) => [name, at]));
  drawing.withTransformation({ id: 'organize', options: { indexByName, renameByName: columns } });
  const options = Object.fromEntries(Object.entries(colours).map(([value, color], index) => [value, { color, index }]));
  if (Object.keys(options).length > 0)
    drawing.overrideByFieldType('string', [
      { id: 'mappings', value: [{ type: 'value', options }] },
      { id: 'custom.cellOptions', value: { type: 'color-text' } },
    ]);
  return panel(drawing, id, title, facts, PromQueryFormat.Table);
}
