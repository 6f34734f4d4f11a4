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
