import { configure } from '../environment.ts';

/** The table of environment variables, as README shows it. */
export function settingsTable(): string {
  const rows = configure({}, {}).effective.map(
    ({ variable, general, fallback, means }) =>
      `| \`${variable}\`${general === undefined ? '' : `, else \`${general}\``} | ${fallback === '{}' ? '' : `\`${fallback}\``} | ${means} |`,
  );
  return `| variable | default | |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** Puts text between a page's markers `<!-- name: … -->` and `<!-- /name -->`. */
export function between(page: string, name: string, text: string): string {
  const marked = new RegExp(`(<!-- ${name}:[^\\n]*-->\\n)[^]*?(<!-- /${name} -->)`);
  if (!marked.test(page)) throw new Error(`the page has no markers "${name}"`);
  return page.replace(marked, (_all, opening: string, closing: string) => `${opening}${text}${closing}`);
}
