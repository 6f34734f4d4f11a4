import { count, label, series, type Target } from '../alerts/promql.ts';
import type { Bounds, Definition } from '../catalogue/define.ts';
import { chosen, selected } from './expressions.ts';
import type { Variable } from './model.ts';
import { prometheusUid, source } from './source.ts';

type Metric<A extends Bounds> = Definition<Definition['kind'], A>;

export const datasource: Variable = {
  type: 'datasource',
  name: 'datasource',
  label: 'Data source',
  query: 'prometheus',
  current: { text: 'Prometheus', value: prometheusUid },
};

/** Series of a metric; a histogram has none of its bare name. */
const seriesOf = <A extends Bounds>(metric: Metric<A>, target: Target = {}): string =>
  metric.kind === 'histogram' ? count(metric as Definition<'histogram', A>, {}, target) : series(metric, {}, target);

const everything = { text: ['All'], value: ['$__all'] };

/** All, several or one of the values that a label has, asked for whenever another time is shown. */
function choice(name: string, title: string, selector: string, of: string): Variable {
  const query = `label_values(${selector}, ${of})`;
  const offers = { multi: true, includeAll: true, allValue: '.+', current: everything } as const;
  return { type: 'query', name, label: title, datasource: source, query, definition: query, refresh: 2, sort: 7, ...offers };
}

/** The jobs that have a metric, those chosen first whose dashboard it is. */
export function job<A extends Bounds>(metric: Metric<A>, first: readonly string[] = []): Variable {
  const variable = choice('job', 'Job', seriesOf(metric), 'job');
  return first.length === 0 ? variable : { ...variable, current: { text: first, value: first } };
}

/** The instances of the chosen jobs. */
export const instance = <A extends Bounds>(metric: Metric<A>): Variable =>
  choice('instance', 'Instance', seriesOf(metric, { job: chosen('job') }), 'instance');

/** The values of an attribute; where it is optional, what has none is among all. */
export function values<A extends Bounds>(
  name: string,
  title: string,
  metric: Metric<A>,
  key: keyof A,
  target: Target = selected,
): Variable {
  const variable = choice(name, title, seriesOf(metric, target), label(metric, key));
  return metric.attributes[key]?.optional === true ? { ...variable, allValue: '.*' } : variable;
}
