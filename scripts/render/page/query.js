import { FieldType, toDataFrame } from '@grafana/data';

/** What a variable stands for before anybody chose. */
function begins({ name, allValue, current }, jobs) {
  const chosen = [current?.value ?? []].flat();
  if (chosen.includes('$__all')) return allValue;
  return chosen.map((value) => (name === 'job' && jobs[value]) || value).join('|');
}

function filled(expr, variables, { rate, from, to, jobs }) {
  const text = expr.replaceAll('$__rate_interval', rate).replaceAll('$__range', `${Math.round(to - from)}s`);
  return variables.reduce((all, each) => all.replaceAll(`$${each.name}"`, `${begins(each, jobs)}"`), text);
}

const nameOf = (labels, legend) => {
  if (legend) return legend.replaceAll(/\{\{\s*(.+?)\s*\}\}/g, (_, label) => labels[label] ?? '');
  const { __name__ = '', ...rest } = labels;
  const text = Object.entries(rest)
    .map(([label, value]) => `${label}="${value}"`)
    .join(', ');
  return `${__name__}{${text}}`;
};

/** How often Prometheus scrapes here: less apart, points would be the same. */
const scrapeSeconds = 5;

/** Over time, as frames; gaps are where there is no sample. */
async function overTime({ expr, legendFormat }, variables, range, config) {
  const step = Math.max(scrapeSeconds, Math.round((range.to - range.from) / 240));
  const asked = new URLSearchParams({ query: filled(expr, variables, range), start: range.from, end: range.to, step });
  const { data, error } = await (await fetch(`/api/v1/query_range?${asked}`)).json();
  if (error) throw new Error(error);
  return data.result.map(({ metric, values }) =>
    toDataFrame({
      fields: [
        { name: 'Time', type: FieldType.time, values: values.map(([at]) => at * 1000) },
        {
          name: 'Value',
          type: FieldType.number,
          labels: metric,
          values: values.map(([, value]) => (value === 'NaN' ? null : Number(value))),
          config: { ...config, displayNameFromDS: nameOf(metric, legendFormat) },
        },
      ],
    }),
  );
}

/** Now, as rows of labels. */
async function now({ expr }, variables, range) {
  const asked = new URLSearchParams({ query: filled(expr, variables, range) });
  const { data, error } = await (await fetch(`/api/v1/query?${asked}`)).json();
  if (error) throw new Error(error);
  return data.result.map(({ metric, value: [, Value] }) => ({ ...metric, Value }));
}

export async function ask(panel, variables, range) {
  const config = panel.fieldConfig?.defaults ?? {};
  const answers = panel.targets.map((target) =>
    target.format === 'table' ? now(target, variables, range) : overTime(target, variables, range, config),
  );
  return (await Promise.all(answers)).flat();
}
