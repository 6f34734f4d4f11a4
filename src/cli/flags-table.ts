import { checks } from '../doctor/checks.ts';
import { rows as doctorRows, switches as doctorSwitches } from './doctor-help.ts';
import { defaultOf, flags, variableOf } from './flags.ts';

const code = (text: string): string => (text === '' ? '' : `\`${text}\``);

/** The collector's flags, as a page shows them. */
export function flagsTable(): string {
  const rows = flags.map(
    (each) =>
      `| ${code(`--${each.flag} <${each.value}>`)} | ${code(variableOf(each))} | ${code(defaultOf(each))} | ${each.means.replaceAll('|', '\\|')} |`,
  );
  return `| flag | variable | default | |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** The flags of doctor, as a page shows them. */
export const doctorFlagsTable = (): string =>
  `| flag | |\n| --- | --- |\n${[...doctorRows.map(([flag, value, means]) => [`--${flag} <${value}>`, means] as const), ...doctorSwitches]
    .map(([flag, means]) => `| ${code(flag)} | ${means} |\n`)
    .join('')}`;

/** What doctor looks at, as a page shows it. */
export const checksTable = (): string =>
  `| check | |\n| --- | --- |\n${Object.entries(checks)
    .map(([check, means]) => `| ${code(check)} | ${means} |\n`)
    .join('')}`;
