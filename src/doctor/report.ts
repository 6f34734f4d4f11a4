import { counted, type Finding, type Section, seconds } from './finding.ts';

const marks = { error: '✗', warning: '!' } as const;
const sound = '✓';
/** Of what is good to know. */
const good = '·';
/** Of what was not looked at. */
const unseen = '–';

/** Foreign text may be as long as it likes, and hold what a terminal obeys. */
const most = 2_000;
function shown(text: string): string {
  const short = text.length > most ? `${text.slice(0, most)}… and ${(text.length - most).toLocaleString('en')} characters more` : text;
  return short.replaceAll(/[^\P{C}\n]/gu, '\uFFFD');
}

const indented = (text: string, by: string): string => shown(text).replaceAll('\n', `\n${by}`);

/** Where it is, as far as the subject does not say it. */
function place(where: string, subject: string): string {
  const url = subject.slice(subject.indexOf(' ') + 1);
  return where.startsWith(url) ? where.slice(url.length) : where;
}

function findingText({ check, where, what, remedy, severity }: Finding, subject: string): string {
  const at = place(where, subject);
  return `  ${marks[severity]} ${check}${at === '' ? '' : `: ${shown(at)}`}\n      ${indented(what, '      ')}\n    → ${indented(remedy, '      ')}\n`;
}

function sectionText({ subject, findings, seen, stated }: Section): string {
  const worst = findings.some(({ severity }) => severity === 'error') ? marks.error : marks.warning;
  const mark = findings.length > 0 ? worst : seen.length > 0 ? sound : unseen;
  const facts = seen.length === 0 ? '' : shown(`: ${seen.join(', ')}`);
  const sorted = findings.toSorted((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  return [
    `${mark} ${subject}${facts}\n`,
    ...sorted.map((finding) => findingText(finding, subject)),
    ...stated.map((text) => `  ${good} ${shown(text)}\n`),
  ].join('');
}

const findingsOf = (sections: readonly Section[]): readonly Finding[] => sections.flatMap(({ findings }) => findings);

function verdict(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'nothing is wrong';
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  return [errors > 0 ? counted(errors, 'error') : '', warnings > 0 ? counted(warnings, 'warning') : '']
    .filter((each) => each !== '')
    .join(', ');
}

/** What a person reads: each part of the stack, what is wrong with it and what to do, and the verdict last. */
export const reportText = (sections: readonly Section[], tookMs: number): string =>
  `${sections.map(sectionText).join('\n')}\n${verdict(findingsOf(sections))}, after ${seconds(tookMs / 1_000)}\n`;

/** The same for programs. */
export function reportJson(sections: readonly Section[], tookMs: number): string {
  const findings = findingsOf(sections);
  return `${JSON.stringify({ ok: findings.length === 0, tookMs: Math.round(tookMs), findings, sections }, undefined, 2)}\n`;
}

export const isSound = (sections: readonly Section[]): boolean => findingsOf(sections).length === 0;
