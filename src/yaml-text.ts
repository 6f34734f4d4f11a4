import { type Document, LineCounter, parseDocument, visit } from 'yaml';

/** What is not quoted and begins with `*` is a reference. Its name is not told: it was meant to be a value, of a secret perhaps. */
function undefinedAliases(document: Document, lines: LineCounter): readonly string[] {
  const faults: string[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return;
      const { line, col } = lines.linePos(alias.range?.[0] ?? 0);
      faults.push(`an alias that is not defined at line ${line}, column ${col}: quote what begins with *`);
    },
  });
  return faults;
}

/**
 * Reads what somebody wrote.
 * @param problems what is wrong is added, by line and column, without the text
 * @returns undefined where it is no YAML
 */
export function readYaml(yaml: string, problems: string[]): unknown {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const faults = [...document.errors.map(({ message }) => message.split(':\n', 1)[0] ?? ''), ...undefinedAliases(document, lines)];
  problems.push(...faults);
  return faults.length > 0 ? undefined : document.toJS();
}
