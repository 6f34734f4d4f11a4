import type { MetricState, Status } from './status.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const safe = (value: string | number): string => String(value).replace(/[&<>"']/g, (c) => entities[c] as string);

type Cell = string | number | { readonly text: string | number; readonly mark: 'ok' | 'off' | 'bad' };

function cell(value: Cell): string {
  if (typeof value === 'number') return `<td class="number">${value}</td>`;
  if (typeof value === 'string') return `<td>${safe(value)}</td>`;
  return `<td><span class="${value.mark}">${safe(value.text)}</span></td>`;
}

const table = (title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): string => `
<h2>${safe(title)}</h2>
<table><thead><tr>${head.map((each) => `<th>${safe(each)}</th>`).join('')}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')}</tbody></table>`;

export const seriesOf = ({ series, limit }: MetricState): string => (series === 0 ? 'no data yet' : `${series} of ${limit}`);

function metrics({ metrics: all }: Status): string {
  const rows = all.map((each): Cell[] => [
    { text: each.wire, mark: each.series === 0 ? 'off' : 'ok' },
    each.kind,
    seriesOf(each),
    each.folded === 0 ? '' : { text: each.folded, mark: 'bad' },
    each.refused === 0 ? '' : { text: each.refused, mark: 'bad' },
    each.means,
  ]);
  return table('Metrics', ['name', 'kind', 'series', 'folded', 'refused', 'means'], rows);
}

const style = `
:root { color-scheme: light dark; --line: #8884; --dim: #888; --ok: #1a7f37; --bad: #c9341c; }
@media (prefers-color-scheme: dark) { :root { --ok: #4ac26b; --bad: #ff7b5c; } }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 78rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; color: var(--dim); } td:nth-child(-n+3) { white-space: nowrap; } td:first-child { font-family: ui-monospace, monospace; }
.ok { color: inherit; } .off { color: var(--dim); } .bad { color: var(--bad); font-weight: 600; } .number { text-align: right; }
p { color: var(--dim); margin: .3rem 0; } a { color: inherit; }`;

/** The page at `/`, which answers why a metric is missing. */
export function page(status: Status): string {
  const { service, address, lines, settings, rejected, instrumentations, probes } = status;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${safe(service)} metrics</title>
<meta name="viewport" content="width=device-width"><style>${style}</style></head><body>
<h1>${safe(service)}</h1>
<p>${safe(status.package)} on Node ${safe(status.node)}, at ${safe(address)} · ${lines.held} of ${lines.limit} lines</p>
<p><a href="/metrics">/metrics</a> · <a href="/-/healthy">/-/healthy</a> · <a href="/-/ready">/-/ready</a></p>
${
  rejected.length === 0
    ? ''
    : table(
        'Ignored variables',
        ['variable', 'problem'],
        rejected.map(({ variable, problem }) => [{ text: variable, mark: 'bad' }, problem]),
      )
}
${table(
  'Instrumentations',
  ['name', 'library', 'state', 'detail'],
  instrumentations.map(({ name, library, state, detail }) => [
    name,
    library,
    { text: state, mark: state === 'attached' ? 'ok' : state === 'failed' || state === 'version unknown' ? 'bad' : 'off' },
    detail,
  ]),
)}
${
  probes.length === 0
    ? ''
    : table(
        'Probes',
        ['name', 'state'],
        probes.map(({ name, up, reason }) => [name, up ? { text: 'up', mark: 'ok' } : { text: `down: ${reason}`, mark: 'bad' }]),
      )
}
${metrics(status)}
${table(
  'Settings',
  ['variable', 'value', 'from', 'means'],
  settings.map(({ variable, value, source, means }) => [variable, value, source, means.replaceAll('`', '')]),
)}
</body></html>
`;
}
