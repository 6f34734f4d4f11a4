import { linesPerSeries, seriesLimit } from '../catalogue/budget.ts';
import { type Allowed, type Definition, definitionsOf, type Tree } from '../catalogue/define.ts';
import { labelName, metricName } from '../exposition/names.ts';
import { mark } from './rules.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${cell(text)}\``;

function allowed(one: Allowed): string {
  const values = 'of' in one ? one.of.map((value) => code(String(value))).join(', ') : `any, ${one.keep} kept`;
  return one.optional ? `${values}; or none` : values;
}

function shape({ buckets, quantiles }: Definition): string {
  if (buckets) return `\nBuckets: ${buckets.join(', ')}.\n`;
  return quantiles ? `\nQuantiles, over the last minute: ${quantiles.join(', ')}.\n` : '';
}

function section(definition: Definition): string {
  const { name, kind, unit, means, attributes } = definition;
  const rows = Object.values(attributes).map((one) => `| ${code(labelName(one.name))} | ${code(one.name)} | ${allowed(one)} |`);
  const labels = rows.length === 0 ? '' : `\n| label | attribute | values |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  const series = seriesLimit(definition);
  return `
### ${code(metricName(definition))}

${means}

OpenTelemetry name ${code(name)}, ${kind}${unit === '' ? '' : `, unit ${code(unit)}`}. At most ${series} series, ${series * linesPerSeries(definition)} lines.
${labels}${shape(definition)}`;
}

/** A page about every metric of a catalogue, a part for each domain. */
export function metricsPage(catalogue: Readonly<Record<string, Tree>>): string {
  const domains = Object.entries(catalogue).map(([domain, tree]) => `\n## ${domain}\n${[...definitionsOf(tree)].map(section).join('')}`);
  return `<!-- ${mark} from the catalogue. Do not edit. -->

# Metrics

What is measured, by its name on the wire. A value beyond an attribute's bound becomes \`other\`; a set beyond the limit of its metric goes
to the series \`{otel_metric_overflow="true"}\`.
${domains.join('')}`;
}
