import assert from 'node:assert/strict';
import { codeIn, rowsOf } from '../pages.ts';
import { fits, logging, textOf } from './templates.ts';

const page = 'docs/troubleshooting.md';
const rows = ['At start', 'While it runs'].flatMap((heading) => rowsOf(page, heading));
const lines = rows.map(([line = '']) => codeIn(line)[0] ?? '');

/** The level in the second column by the call that logs at it. */
const levels: Readonly<Record<string, string>> = { once: 'warn, once', unknown: 'warn, once', writeSync: 'always' };
const levelOf = (call: string): string => {
  const [name = ''] = /^\w+(?=\()|(?<=^log\.)\w+/.exec(call) ?? [];
  return levels[name] ?? name;
};

describe(page, () => {
  const calls = logging();

  it('is compared with every call that logs; of some the text is elsewhere', () => {
    const elsewhere = calls.filter(({ templates }) => templates.length === 0).map(({ text }) => text);
    assert.deepEqual([...new Set(elsewhere)].toSorted(), [
      'log.once(`${library} ${found}`, sentence)',
      'unknown(instance.version)',
      'unknown(version)',
      'unknown(version: string, sentence?: string)',
    ]);
    assert.ok(calls.length > 20);
  });

  for (const { text, templates } of calls)
    for (const template of templates)
      it(`has ${textOf(template)}`, () => {
        const found = rows.filter((_, i) => fits(template, lines[i] ?? ''));
        assert.ok(found.length > 0, 'the page has no such line');
        for (const [, level] of found) assert.equal(level, levelOf(text));
      });

  it('has no line that the source does not have', () =>
    assert.deepEqual(
      lines.filter((line) => !calls.some(({ templates }) => templates.some((template) => fits(template, line)))),
      [],
    ));

  it('says of each what it means and what to do', () => {
    for (const [line, level, means = '', advice = ''] of rows) assert.ok(level && means.length > 10 && advice.length > 5, line);
  });
});
