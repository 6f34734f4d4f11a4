import assert from 'node:assert/strict';
import { doubtful, type Section } from '../../src/doctor/finding.ts';
import { reportText } from '../../src/doctor/report.ts';

const section: Section = { subject: 'Grafana http://h', findings: [], seen: [], stated: [] };
const found = (what: string, where = 'http://h/x'): Section => ({
  ...section,
  findings: [doubtful({ check: 'clock', where, what, remedy: 'a\nb' })],
});

describe('a report for people', () => {
  it('marks what is sound, what is not, and what was not looked at', () => {
    const text = reportText([{ ...section, seen: ['version 1'] }, found('late'), { ...section, stated: ['not asked'] }], 20);
    assert.equal(
      text,
      `✓ Grafana http://h: version 1

! Grafana http://h
  ! clock: /x
      late
    → a
      b

– Grafana http://h
  · not asked

1 warning, after 20 ms
`,
    );
  });

  it('holds nothing that a terminal obeys, and nothing without end', () => {
    const text = reportText([found('\u001b[2Jred\u009b\u202e'), found('x'.repeat(5_000), '\u0007')], 0);
    assert.doesNotMatch(text.replaceAll('\n', ''), /\p{C}/u);
    assert.match(text, /\uFFFD\[2Jred\uFFFD\uFFFD\n/);
    assert.match(text, /x{2000}… and 3,000 characters more\n/);
  });
});
