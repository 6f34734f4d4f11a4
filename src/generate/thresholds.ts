import type { Deployment } from '../alerts/deployment.ts';
import { snake } from '../alerts/thresholds.ts';
import { type Field, fields } from './fields.ts';

const isThreshold = ({ path }: Field): boolean => path[0] === 'thresholds';
const domainOf = ({ path }: Field): string => path[1] ?? '';
const keyOf = ({ path }: Field): string => path.at(-1) ?? '';

/** The part of a configuration that has all thresholds, as they are in force, each with what it means. */
export function thresholdsFile({ thresholds }: Pick<Deployment, 'thresholds'>): string {
  const domains = Object.entries(thresholds).map(([domain, table]) => {
    const values = new Map(Object.entries(table).map(([key, value]) => [snake(key), value]));
    const lines = fields
      .filter((field) => isThreshold(field) && domainOf(field) === snake(domain))
      .map(
        (field) =>
          `    # ${field.means} It is ${field.expects}; ${field.variable}.\n    ${keyOf(field)}: ${JSON.stringify(values.get(keyOf(field)))}\n`,
      );
    return `  ${snake(domain)}:\n${lines.join('')}`;
  });
  return `thresholds:\n${domains.join('')}`;
}

const code = (text: string): string => `\`${text}\``;
const inFile = (value: unknown): string => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));

/** What may be set, as a page shows it: thresholds, or all else. */
export function fieldsTable(which: 'thresholds' | 'others'): string {
  const rows = fields
    .filter((field) => isThreshold(field) === (which === 'thresholds'))
    .map(({ path, variable, fallback, means }) => {
      const shown = inFile(fallback);
      return `| ${code(path.join('.'))}${variable === undefined ? '' : `, ${code(variable)}`} | ${shown === '' ? '' : code(shown)} | ${means.replaceAll('|', '\\|')} |`;
    });
  return `| key, variable | default | |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
