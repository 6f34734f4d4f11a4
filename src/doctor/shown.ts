import type { Finding, Section } from './finding.ts';

/** A word in which a URL may stand, or a path, without the query of it. */
function wordWithoutQuery(word: string): string {
  const at = word.indexOf('?');
  const [before, query] = [word.slice(0, at), word.slice(at + 1)];
  const isQuery = at >= 0 && query !== '' && (before.includes('://') || (before.includes('/') && query.includes('=')));
  if (!isQuery) return word;
  const end = query.at(-1) ?? '';
  return `${before}?…${',;:.)'.includes(end) ? end : ''}`;
}

/** A text as it may be shown: what stands in the queries of URLs may be secret. */
export const withoutQueries = (text: string): string => text.replaceAll(/[^\s"'<>]+/g, wordWithoutQuery);

const shownFinding = ({ where, what, remedy, ...finding }: Finding): Finding => ({
  ...finding,
  where: withoutQueries(where),
  what: withoutQueries(what),
  remedy: withoutQueries(remedy),
});

/** What there is to say of one part of the stack, as it may be shown. */
export const shownSection = ({ subject, findings, seen, stated }: Section): Section => ({
  subject: withoutQueries(subject),
  findings: findings.map(shownFinding),
  seen: seen.map(withoutQueries),
  stated: stated.map(withoutQueries),
});
