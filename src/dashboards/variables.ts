import { DatasourceVariableBuilder, QueryVariableBuilder, VariableRefresh, VariableSort } from '@grafana/grafana-foundation-sdk/dashboard';
import { count, label, series, type Target } from '../alerts/promql.ts';
import type { Bounds, Definition } from '../catalogue/define.ts';
import { chosen, selected } from './expressions.ts';
import { prometheusUid, source } from './source.ts';

type Metric<A extends Bounds> = Definition<Definition['kind'], A>;

export const datasource = (): DatasourceVariableBuilder =>
  new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus').current({ text: 'Prometheus', value: prometheusUid });

/** Series of a metric; a histogram has none of its bare name. */
const seriesOf = <A extends Bounds>(metric: Metric<A>, target: Target = {}): string =>
  metric.kind === 'histogram' ? count(metric as Definition<'histogram', A>, {}, target) : series(metric, {}, target);

const everything = { text: ['All'], value: ['$__all'] };

function choice(name: string, title: string, selector: string, of: string): QueryVariableBuilder {
  const query = `label_values(${selector}, ${of})`;
  const variable = new QueryVariableBuilder(name).label(title).datasource(source).query(query).definition(query);
  variable.refresh(VariableRefresh.OnTimeRangeChanged).sort(VariableSort.NaturalAsc);
  return variable.multi(true).includeAll(true).allValue('.+').current(everything);
}

/** The jobs that have a metric, those chosen first whose dashboard it is. */
export function job<A extends Bounds>(metric: Metric<A>, first: readonly string[] = []): QueryVariableBuilder {
  const variable = choice('job', 'Job', seriesOf(metric), 'job');
  return first.length === 0 ? variable : variable.current({ text: [...first], value: [...first] });
}

/** The instances of the chosen jobs. */
export const instance = <A extends Bounds>(metric: Metric<A>): QueryVariableBuilder =>
  choice('instance', 'Instance', seriesOf(metric, { job: chosen('job') }), 'instance');

/** The values of an attribute; where it is optional, what has none is among all. */
export function values<A extends Bounds>(
  name: string,
  title: string,
  metric: Metric<A>,
  key: keyof A,
  target: Target = selected,
): QueryVariableBuilder {
  const variable = choice(name, title, seriesOf(metric, target), label(metric, key));
  return metric.attributes[key]?.optional === true ? variable.allValue('.*') : variable;
}
