import type { Type } from '../../../src/exposition/family.ts';

type Labels = readonly (readonly [string, string])[];

/** A row as the table writes it: its labels, its numbers, then what few rows have. */
export interface Seen {
  readonly labels: Labels;
  readonly numbers: readonly number[];
  readonly timestamp?: number;
  readonly bounds?: readonly number[];
}

export interface SeenFamily {
  readonly name: string;
  readonly type: Type;
  readonly help: string;
  readonly bounds: readonly number[];
  readonly rows: readonly Seen[];
}

export interface Good {
  readonly is: string;
  readonly text: string;
  readonly families: readonly SeenFamily[];
  /** Why promtool, whose parser is stricter here than the format's description, refuses it. */
  readonly promtoolRefuses?: string;
}

const family = (name: string, type: Type, rows: readonly Seen[], { help = '', bounds = [] as readonly number[] } = {}): SeenFamily => ({
  name,
  type,
  help,
  bounds,
  rows,
});
const one = (value: number, labels: Labels = [], timestamp?: number): Seen => ({
  labels,
  numbers: [value],
  ...(timestamp === undefined ? {} : { timestamp }),
});
const value = (text: string, number: number): Good => ({
  is: `value ${text}`,
  text: `a ${text}\n`,
  families: [family('a', 'untyped', [one(number)])],
});
const timestamp = (text: string, number: number): Good => ({
  is: `timestamp ${text}`,
  text: `a 1 ${text}\n`,
  families: [family('a', 'untyped', [one(1, [], number)])],
});
const lines = (...all: string[]): string => all.map((each) => `${each}\n`).join('');

const numbers: readonly Good[] = [
  value('0', 0),
  value('-0', -0),
  value('+5', 5),
  value('007', 7),
  value('.5', 0.5),
  value('5.', 5),
  value('-1.5e-3', -0.0015),
  value('1E+3', 1000),
  value('1.e5', 100_000),
  value('1e-400', 0),
  value('0e99999999999', 0),
  value('9007199254740993', 9007199254740992),
  value('1.7976931348623157e308', Number.MAX_VALUE),
  value('5e-324', Number.MIN_VALUE),
  value('Inf', Infinity),
  value('+Inf', Infinity),
  value('-inf', -Infinity),
  value('INFINITY', Infinity),
  value('-Infinity', -Infinity),
  value('NaN', NaN),
  value('nan', NaN),
  timestamp('0', 0),
  timestamp('1700000000123', 1_700_000_000_123),
  timestamp('-5', -5),
  timestamp('+5', 5),
  timestamp('0000000000000000000000005', 5),
  timestamp('9223372036854775807', 2 ** 63),
  timestamp('-9223372036854775808', -(2 ** 63)),
];

const lexical: readonly Good[] = [
  { is: 'nothing', text: '', families: [] },
  { is: 'blank lines', text: '\n \t\n\n', families: [] },
  { is: 'comments', text: '#\n# \n## HELP a b\n# HELPED a b\n# type a counter\n  # anything é\n', families: [] },
  { is: 'no labels', text: 'a 1\n', families: [family('a', 'untyped', [one(1)])] },
  { is: 'empty braces', text: 'a{} 1\n', families: [family('a', 'untyped', [one(1)])] },
  { is: 'colons in a name', text: ':a:b_1 1\n', families: [family(':a:b_1', 'untyped', [one(1)])] },
  {
    is: 'blanks wherever they may be',
    text: '\t a \t{ b = "c" ,\td="e" , }  1\t 5\n',
    families: [
      family('a', 'untyped', [
        one(
          1,
          [
            ['b', 'c'],
            ['d', 'e'],
          ],
          5,
        ),
      ]),
    ],
  },
  {
    is: 'no blanks',
    text: 'a{b="c",d="e"}1\n',
    families: [
      family('a', 'untyped', [
        one(1, [
          ['b', 'c'],
          ['d', 'e'],
        ]),
      ]),
    ],
  },
  {
    is: 'labels as printed, not sorted',
    text: 'a{c="1",b="2"} 1\n',
    families: [
      family('a', 'untyped', [
        one(1, [
          ['c', '1'],
          ['b', '2'],
        ]),
      ]),
    ],
  },
  {
    is: 'blanks at the end of lines',
    text: '# TYPE a gauge \t\na 1 \nb 1 5\t\n',
    families: [family('a', 'gauge', [one(1)]), family('b', 'untyped', [one(1, [], 5)])],
    promtoolRefuses: 'the format has trailing whitespace ignored, promtool takes it for a timestamp',
  },
  {
    is: 'escapes',
    text: String.raw`a{b="\\n\"\n,}{=# "} 1` + '\n',
    families: [family('a', 'untyped', [one(1, [['b', '\\n"\n,}{=# ']])])],
  },
  {
    is: 'what needs no escape',
    text: 'a{b="é€😀\u0000\u2028\ufeff\ufffd\t\r\'"} 1\n',
    families: [family('a', 'untyped', [one(1, [['b', "é€😀\u0000\u2028\ufeff\ufffd\t\r'"]])])],
  },
  {
    is: 'an empty label value',
    text: 'a{b="",c="1"} 1\n',
    families: [
      family('a', 'untyped', [
        one(1, [
          ['b', ''],
          ['c', '1'],
        ]),
      ]),
    ],
  },
  {
    is: 'label names of any word',
    text: 'a{le="1",quantile="x",__proto__="y",constructor="z"} 1\n',
    families: [
      family('a', 'untyped', [
        one(1, [
          ['le', '1'],
          ['quantile', 'x'],
          ['__proto__', 'y'],
          ['constructor', 'z'],
        ]),
      ]),
    ],
  },
];

const comments: readonly Good[] = [
  {
    is: 'HELP and TYPE',
    text: lines('# HELP a b c', '# TYPE a gauge', 'a 1'),
    families: [family('a', 'gauge', [one(1)], { help: 'b c' })],
  },
  { is: 'TYPE and HELP', text: lines('# TYPE a gauge', '# HELP a b', 'a 1'), families: [family('a', 'gauge', [one(1)], { help: 'b' })] },
  { is: 'HELP alone', text: lines('# HELP a b', 'a 1'), families: [family('a', 'untyped', [one(1)], { help: 'b' })] },
  {
    is: 'no samples',
    text: lines('# HELP a b', '# TYPE c histogram'),
    families: [family('a', 'untyped', [], { help: 'b' }), family('c', 'histogram', [])],
  },
  {
    is: 'no blank after #',
    text: lines('#HELP a b', '#TYPE\ta\tuntyped', 'a 1'),
    families: [family('a', 'untyped', [one(1)], { help: 'b' })],
  },
  { is: 'HELP without a text', text: lines('# HELP a', '# HELP b '), families: [family('a', 'untyped', []), family('b', 'untyped', [])] },
  { is: 'HELP with blanks about it', text: lines('# HELP a  b  '), families: [family('a', 'untyped', [], { help: ' b  ' })] },
  { is: 'HELP escapes', text: lines(String.raw`# HELP a \\n\n"é`), families: [family('a', 'untyped', [], { help: '\\n\n"é' })] },
  {
    is: 'comments and blank lines within a family',
    text: lines('# TYPE a gauge', '', '# b', 'a{b="1"} 1', '#', 'a 2'),
    families: [family('a', 'gauge', [one(1, [['b', '1']]), one(2)])],
  },
];

const kinds: readonly Good[] = [
  { is: 'an infinite counter', text: lines('# TYPE a counter', 'a +Inf'), families: [family('a', 'counter', [one(Infinity)])] },
  {
    is: 'a histogram',
    text: lines(
      '# TYPE h histogram',
      'h_bucket{a="b",le="0.5"} 1',
      'h_bucket{a="b",le="2"} 1',
      'h_bucket{a="b",le="+Inf"} 4',
      'h_sum{a="b"} 7.5',
      'h_count{a="b"} 4',
    ),
    families: [family('h', 'histogram', [{ labels: [['a', 'b']], numbers: [7.5, 1, 0, 3] }], { bounds: [0.5, 2] })],
  },
  {
    is: 'a histogram of one bucket',
    text: lines('# TYPE h histogram', 'h_bucket{le="+Inf"} 0', 'h_sum NaN', 'h_count 0'),
    families: [family('h', 'histogram', [{ labels: [], numbers: [NaN, 0] }])],
  },
  {
    is: 'series of a histogram whose lines are mixed, each with labels in its own order',
    text: lines(
      '# TYPE h histogram',
      'h_count{a="1",b="2"} 1',
      'h_sum 2 5',
      'h_bucket{le="1",b="2",a="1"} 1',
      'h_bucket{le="inf"} 3',
      'h_bucket{b="2",le="Infinity",a="1",} 1',
      'h_count 3.0 7',
      'h_sum{b="2",a="1"} -1',
    ),
    families: [
      family(
        'h',
        'histogram',
        [
          {
            labels: [
              ['a', '1'],
              ['b', '2'],
            ],
            numbers: [-1, 1, 0],
          },
          { labels: [], numbers: [2, 3], timestamp: 7, bounds: [] },
        ],
        {
          bounds: [1],
        },
      ),
    ],
  },
  {
    is: 'histograms of other bounds, and a timestamp on one of the lines',
    text: lines(
      '# TYPE h histogram',
      'h_bucket{le="1"} 1 5',
      'h_bucket{le="+Inf"} 1',
      'h_sum 1',
      'h_count 1',
      'h_bucket{a="b",le="2"} 2',
      'h_bucket{a="b",le="+Inf"} 3',
      'h_sum{a="b"} 4',
      'h_count{a="b"} 3',
    ),
    families: [
      family(
        'h',
        'histogram',
        [
          { labels: [], numbers: [1, 1, 0], timestamp: 5 },
          { labels: [['a', 'b']], numbers: [4, 2, 1], bounds: [2] },
        ],
        { bounds: [1] },
      ),
    ],
  },
  {
    is: 'a summary',
    text: lines('# TYPE s summary', 's{quantile="0"} -1', 's{quantile="0.5"} NaN', 's{quantile="1"} +Inf', 's_sum 2', 's_count 3'),
    families: [family('s', 'summary', [{ labels: [], numbers: [2, 3, -1, NaN, Infinity] }], { bounds: [0, 0.5, 1] })],
  },
  {
    is: 'summaries of other quantiles',
    text: lines('# TYPE s summary', 's{quantile="0.9"} 1', 's_sum 2', 's_count 3', 's_sum{a="b"} 4', 's_count{a="b"} 5'),
    families: [
      family(
        's',
        'summary',
        [
          { labels: [], numbers: [2, 3, 1] },
          { labels: [['a', 'b']], numbers: [4, 5], bounds: [] },
        ],
        { bounds: [0.9] },
      ),
    ],
  },
  {
    is: 'suffixes that belong to no family',
    text: lines('# TYPE a gauge', 'a 1', 'a_count 2', 'b_bucket{le="1"} 3', '# TYPE s summary', 's_bucket 4'),
    families: [
      family('a', 'gauge', [one(1)]),
      family('a_count', 'untyped', [one(2)]),
      family('b_bucket', 'untyped', [one(3, [['le', '1']])]),
      family('s', 'summary', []),
      family('s_bucket', 'untyped', [one(4)]),
    ],
  },
];

/** What is read, and as what. */
export const good: readonly Good[] = [...lexical, ...comments, ...kinds, ...numbers];
