import { get } from 'node:http';
import { seriesOf } from '../endpoint/page.ts';
import type { Status } from '../endpoint/status.ts';

const usual = 'http://localhost:9464';
const patienceMs = 5_000;

function fetchStatus(url: URL): Promise<Status> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { accept: 'application/json' }, timeout: patienceMs }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString()) as Status);
        } catch {
          reject(new Error('it does not answer as this package does'));
        }
      });
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${patienceMs} ms`)));
    request.on('error', reject);
  });
}

/** Columns as wide as their widest cell. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((wide, row) => row.map((cell, i) => Math.max(wide[i] ?? 0, cell.length)), []);
  return rows
    .map((row) => `  ${row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] as number))).join('  ')}`.trimEnd())
    .join('\n');
}

const section = (title: string, rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? '' : `\n${title}\n${columns(rows)}\n`;
const unless0 = (n: number, what: string): string => (n === 0 ? '' : `${n} ${what}`);

/** The status as a terminal shows it. */
export function statusText(status: Status): string {
  const { service, address, lines, settings, rejected, instrumentations, probes, metrics } = status;
  return [
    `${service}: ${status.package} on Node ${status.node}, at ${address}, ${lines.held} of ${lines.limit} lines\n`,
    section(
      'Ignored variables',
      rejected.map(({ variable, problem }) => [variable, problem]),
    ),
    section(
      'Instrumentations',
      instrumentations.map(({ name, library, state, detail }) => [name, library, state, detail]),
    ),
    section(
      'Probes',
      probes.map(({ name, up, reason }) => [name, up ? 'up' : `down: ${reason}`]),
    ),
    section(
      'Metrics',
      metrics.map((each) => [
        each.wire,
        each.kind,
        seriesOf(each),
        `${unless0(each.folded, 'folded')} ${unless0(each.refused, 'refused')}`.trim(),
      ]),
    ),
    section(
      'Settings',
      settings.map(({ variable, value, source }) => [variable, value, source]),
    ),
  ].join('');
}

/** Prints the status of the service at a URL; 1 when there is none. */
export async function statusCommand([url = usual]: readonly string[], out: { write(text: string): unknown }): Promise<number> {
  try {
    out.write(statusText(await fetchStatus(new URL('/', url))));
    return 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error);
    process.stderr.write(`autonomica-metrics: nothing to read at ${url}: ${reason}\n`);
    return 1;
  }
}
