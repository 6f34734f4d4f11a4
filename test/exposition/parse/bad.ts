export interface Bad {
  readonly text: string | Uint8Array;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
  /** Whether promtool refuses it too. */
  readonly promtool: boolean;
  readonly maxBytes?: number;
}

/** A table's row: the text, the place, the reason; then whether promtool is as strict. */
type Line = readonly [text: string | Uint8Array, line: number, column: number, reason: string, promtool?: 'promtool'];

const raw = String.raw;
const histogram = (...lines: string[]): string => ['# TYPE h histogram', ...lines, ''].join('\n');
const summary = (...lines: string[]): string => ['# TYPE s summary', ...lines, ''].join('\n');
const bytes = (...parts: (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));

const comments: readonly Line[] = [
  ['# HELP a b\n# HELP a b\n', 2, 8, 'HELP of "a" stands twice', 'promtool'],
  ['# HELP a\n# TYPE a gauge\n# HELP a\n', 3, 8, 'HELP of "a" stands twice'],
  ['# HELP a b\n# HELP c d\n# HELP a b\n', 3, 8, 'HELP of "a" stands twice', 'promtool'],
  ['# TYPE a gauge\na 1\n# TYPE a gauge\n', 3, 8, 'TYPE of "a" stands twice', 'promtool'],
  ['a 1\n# TYPE a gauge\n', 2, 8, 'TYPE of "a" comes after its samples', 'promtool'],
  ['a 1\n#HELP a gauge\n', 2, 7, 'HELP of "a" comes after its samples'],
  ['# TYPE a gage\n', 1, 10, '"gage" is not a type', 'promtool'],
  ['# TYPE a Gauge\n', 1, 10, '"Gauge" is not a type'],
  ['# TYPE a unknown\n', 1, 10, '"unknown" is not a type', 'promtool'],
  ['# TYPE a constructor\n', 1, 10, '"constructor" is not a type', 'promtool'],
  ['# TYPE a gauge b\n', 1, 16, 'expected the end of the line, found "b"', 'promtool'],
  ['# TYPE a\n', 1, 9, 'expected a type, but the line ends'],
  ['# TYPE\n', 1, 7, 'expected a metric name, but the line ends'],
  ['# HELP \n', 1, 8, 'expected a metric name, but the line ends'],
  ['# TYPE 1a gauge\n', 1, 8, '"1a" is not a metric name', 'promtool'],
  ['# HELP a-b c\n', 1, 8, '"a-b" is not a metric name', 'promtool'],
  ['# HELP a{ c\n', 1, 9, 'expected a blank, found "{"', 'promtool'],
  [raw`# HELP a b\"` + '\n', 1, 11, raw`"\\\"" is not an escape of a HELP text`, 'promtool'],
  [raw`# HELP a \\\t` + '\n', 1, 12, raw`"\\t" is not an escape of a HELP text`, 'promtool'],
  ['# HELP a b\\\n', 1, 11, raw`"\\\n" is not an escape of a HELP text`, 'promtool'],
];

const names: readonly Line[] = [
  ['1a 1\n', 1, 1, '"1a" is not a metric name', 'promtool'],
  ['a-b 1\n', 1, 1, '"a-b" is not a metric name', 'promtool'],
  ['a 1\n  é 1\n', 2, 3, '"é" is not a metric name', 'promtool'],
  ['\ufeffa 1\n', 1, 1, '"\ufeffa" is not a metric name', 'promtool'],
  ['\u00a0a 1\n', 1, 1, '"\u00a0a" is not a metric name', 'promtool'],
  [`${'é'.repeat(1000)} 1\n`, 1, 1, `"${'é'.repeat(80)}…" is not a metric name`, 'promtool'],
  ['{a="b"} 1\n', 1, 1, 'expected a metric name, found "{"', 'promtool'],
  ['a{1="b"} 1\n', 1, 3, '"1" is not a label name', 'promtool'],
  ['a{b:c="b"} 1\n', 1, 3, '"b:c" is not a label name', 'promtool'],
  ['a{b="c",é="b"} 1\n', 1, 9, '"é" is not a label name', 'promtool'],
  ['a{"b"="c"} 1\n', 1, 3, String.raw`expected a label name, found "\""`, 'promtool'],
  ['a{="c"} 1\n', 1, 3, 'expected a label name, found "="', 'promtool'],
  ['a{__name__="c"} 1\n', 1, 3, 'label name "__name__" is reserved', 'promtool'],
  ['a{b="1",c="2",b="3"} 1\n', 1, 15, 'label "b" stands twice', 'promtool'],
  ['# TYPE h histogram\nh_bucket{le="1",le="2"} 1\n', 2, 17, 'label "le" stands twice'],
];

const labels: readonly Line[] = [
  [raw`a{b="\t"} 1` + '\n', 1, 6, raw`"\\t" is not an escape of a label value`, 'promtool'],
  [raw`a{b="\\\'"} 1` + '\n', 1, 8, raw`"\\'" is not an escape of a label value`, 'promtool'],
  ['a{b="\\\n"} 1\n', 1, 6, raw`"\\\n" is not an escape of a label value`, 'promtool'],
  ['a{b="c\n"} 1\n', 1, 7, 'expected the end of the label value, but the line ends', 'promtool'],
  ['a{b} 1\n', 1, 4, 'expected "=", found "}"', 'promtool'],
  ['a{b=c} 1\n', 1, 5, raw`expected "\"", found "c"`, 'promtool'],
  ['a{b="c" d="e"} 1\n', 1, 9, 'expected "," or "}", found "d"', 'promtool'],
  ['a{b="c"\n', 1, 8, 'expected "," or "}", but the line ends', 'promtool'],
  ['a{b="c"😀} 1\n', 1, 8, 'expected "," or "}", found "😀"', 'promtool'],
  ['a{,} 1\n', 1, 3, 'expected a label name, found ","', 'promtool'],
  ['a{b="c",,} 1\n', 1, 9, 'expected a label name, found ","', 'promtool'],
  ['a{b="c"}{d="e"} 1\n', 1, 9, raw`value "{d=\"e\"}" is not a number`, 'promtool'],
];

const notNumbers = [
  '0x1',
  '0X1p-2',
  '1_0',
  '_1',
  '1e',
  '1e+',
  'e5',
  '.',
  '-',
  '+',
  '--1',
  '1,5',
  '1..2',
  '1.2.3',
  '+NaN',
  '-nan',
  'infin',
  '١',
  '0b1',
  '1n',
  'null',
];
const tooLarge = ['1e400', '-1e309', '1'.repeat(400)];
const notTimestamps = ['1.5', '1e3', '0x5', '_5', '+', 'NaN', '9223372036854775808', '-9223372036854775809', '10000000000000000000'];
const cut = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

const values: readonly Line[] = [
  ...notNumbers.map((text): Line => [`a{b="c"}\t${text}\n`, 1, 10, `value ${cut(text)} is not a number`, 'promtool']),
  ...tooLarge.map((text): Line => [`a ${text}\n`, 1, 3, `value ${cut(text)} is too large for a double`, 'promtool']),
  ...notTimestamps.map(
    (text): Line => [`a 1 ${text}\n`, 1, 5, `timestamp "${text}" is not a whole number of milliseconds in 64 bits`, 'promtool'],
  ),
  ['a\n', 1, 2, 'expected a value, but the line ends', 'promtool'],
  ['a \n', 1, 3, 'expected a value, but the line ends', 'promtool'],
  ['a\u00a01\n', 1, 1, '"a\u00a01" is not a metric name', 'promtool'],
  ['a \u00a01\n', 1, 3, 'value "\u00a01" is not a number', 'promtool'],
  ['a 1 5 6\n', 1, 7, 'expected the end of the line, found "6"', 'promtool'],
  ['a 1 # {b="c"} 1\n', 1, 5, 'timestamp "#" is not a whole number of milliseconds in 64 bits', 'promtool'],
];

const ends: readonly Line[] = [
  ...['a', 'a ', 'a{', 'a{b', 'a{b=', 'a{b="', 'a{b="c', 'a{b="c\\', 'a{b="c"', 'a{b="c",', 'a{}', 'a 1', 'a 1 5'].map(
    (text): Line => [text, 1, text.length + 1, 'the final newline is missing', 'promtool'],
  ),
  ...['#', '# ', '# b', '# HELP', '# HELP a', '# HELP a b', '# TYPE', '# TYPE a', '# TYPE a gauge', '# HELP a \\'].map(
    (text): Line => [`\n${text}`, 2, text.length + 1, 'the final newline is missing', 'promtool'],
  ),
  ['a 1\n  ', 2, 3, 'the final newline is missing'],
  ['a 1\r\n', 1, 4, 'carriage return: a line ends with \\n alone', 'promtool'],
  ['a\r\n', 1, 2, 'carriage return: a line ends with \\n alone', 'promtool'],
  ['a{b="c",\r} 1\n', 1, 9, 'carriage return: a line ends with \\n alone', 'promtool'],
  ['a{b="c"\r} 1\n', 1, 8, 'carriage return: a line ends with \\n alone', 'promtool'],
  ['a{b\r="c"} 1\n', 1, 4, 'carriage return: a line ends with \\n alone', 'promtool'],
  ['a 1 5\r\n', 1, 6, 'carriage return: a line ends with \\n alone', 'promtool'],
  ['a 1\n\r\n', 2, 1, 'carriage return: a line ends with \\n alone', 'promtool'],
  ['# TYPE a gauge\r\n', 1, 15, 'carriage return: a line ends with \\n alone', 'promtool'],
  ['# HELP a\r\n', 1, 9, 'carriage return: a line ends with \\n alone', 'promtool'],
  ['# b\r\n', 1, 4, 'carriage return: a line ends with \\n alone'],
];

const families: readonly Line[] = [
  ['a 1\nb 1\na{c="d"} 1\n', 3, 1, 'family "a" is split: lines of another family stand between'],
  ['# TYPE a gauge\n# TYPE b gauge\n a 1\n', 3, 2, 'gauge "a" is split: lines of another family stand between'],
  ['# HELP a b\nb 1\n# TYPE a gauge\n', 3, 8, 'family "a" is split: lines of another family stand between'],
  [histogram('a 1', 'h_sum 1'), 3, 1, 'histogram "h" is split: lines of another family stand between'],
  ['a 1\na 1\n', 2, 1, 'duplicate series "a"'],
  ['a 1\na{} 2 5\n', 2, 1, 'duplicate series "a"'],
  ['a 1\na 0x1\n', 2, 1, 'duplicate series "a"', 'promtool'],
  ['a{b="1",c="2"} 1\na{b="2",c="1"} 1\na{c="2",b="1"} 1\n', 3, 1, raw`duplicate series "a{c=\"2\",b=\"1\"}"`],
  ['a{b="1"} 1\na{c="",b="1"} 1\n', 2, 1, raw`duplicate series "a{c=\"\",b=\"1\"}"`],
  ['a{b="1",c=""} 1\na{b="1"} 1\n', 2, 1, raw`duplicate series "a{b=\"1\"}"`],
  ['x_sum 1\n# TYPE x summary\n', 2, 8, 'summary "x" has samples "x_sum", which is another family\'s name'],
  ['# TYPE x_bucket gauge\n# TYPE x histogram\n', 2, 8, 'histogram "x" has samples "x_bucket", which is another family\'s name'],
  ['# TYPE x histogram\n# TYPE x_count counter\n', 2, 8, '"x_count" is a sample name of histogram "x"', 'promtool'],
  ['# TYPE x summary\n# HELP x_sum b\n', 2, 8, '"x_sum" is a sample name of summary "x"'],
];

const kinds: readonly Line[] = [
  ['# TYPE a counter\na{b="c"} -1\n', 2, 10, 'counter "a" is -1'],
  ['# TYPE a counter\na NaN\n', 2, 3, 'counter "a" is NaN'],
  ['# TYPE a counter\na -Inf x\n', 2, 3, 'counter "a" is -Infinity', 'promtool'],
  [histogram('h 1'), 2, 1, 'histogram "h" has no sample of that name, only _bucket, _sum and _count'],
  [histogram('h_bucket{a="b"} 1'), 2, 1, raw`"h_bucket{a=\"b\"}" has no label "le"`],
  [histogram('h_bucket{le="x"} 1'), 2, 10, 'le "x" is not a number', 'promtool'],
  [histogram('h_bucket{le=""} 1'), 2, 10, 'le "" is not a number', 'promtool'],
  [histogram('h_bucket{le="NaN"} 1'), 2, 10, 'le "NaN" is no bound'],
  [histogram('h_bucket{le="2"} 1', 'h_bucket{le="1"} 1'), 3, 10, 'le must rise, but "1" comes after "2"'],
  [histogram('h_bucket{le="+Inf"} 1', 'h_bucket{le="1"} 1'), 3, 10, 'le must rise, but "1" comes after "Infinity"'],
  [histogram('h_bucket{le="1"} 1', 'h_bucket{le="1.0"} 1'), 3, 1, raw`duplicate series "h_bucket{le=\"1.0\"}"`],
  [
    histogram('h_bucket{le="1"} 2', 'h_bucket{a="b",le="2"} 1', 'h_bucket{le="2"} 1'),
    4,
    18,
    raw`buckets must not fall, but "h_bucket{le=\"2\"}" is 1 and the one below it 2`,
  ],
  [histogram('h_bucket{le="1"} -1'), 2, 18, raw`count "h_bucket{le=\"1\"}" is -1`],
  [histogram('h_bucket{le="1"} NaN'), 2, 18, raw`count "h_bucket{le=\"1\"}" is NaN`],
  [histogram('h_bucket{le="+Inf"} +Inf'), 2, 21, raw`count "h_bucket{le=\"+Inf\"}" is Infinity`],
  [histogram('h_count -1'), 2, 9, 'count "h_count" is -1'],
  [histogram('h_sum{le="1"} 1'), 2, 7, '"h_sum" has no label "le"'],
  [histogram('h_count{a="b",le="1"} 1'), 2, 15, '"h_count" has no label "le"'],
  [histogram('h_sum 1', 'h_sum 1'), 3, 1, 'duplicate series "h_sum"'],
  [histogram('h_count{a="b"} 1', 'h_count{a="b"} 1'), 3, 1, raw`duplicate series "h_count{a=\"b\"}"`],
  [histogram('h_bucket{le="+Inf"} 1', 'h_count 2'), 3, 9, 'bucket le="+Inf" is 1 and _count 2, but they count the same: "h_count"'],
  [
    histogram('h_count 2', 'h_bucket{le="+Inf"} 1'),
    3,
    21,
    raw`bucket le="+Inf" is 1 and _count 2, but they count the same: "h_bucket{le=\"+Inf\"}"`,
  ],
  [histogram('h_bucket{le="1"} 1', 'h_sum 1', 'h_count 1'), 2, 1, 'histogram "h" has no h_bucket{le="+Inf"}'],
  [histogram('h_bucket{le="+Inf"} 1', 'h_count 1', 'a 1'), 2, 1, 'histogram "h" has no h_sum'],
  [histogram('', ' h_bucket{le="+Inf",a="b"} 1', 'h_sum{a="b"} 1', 'h_sum 1'), 3, 2, raw`histogram "h{a=\"b\"}" has no h_count`],
  [summary('s 1'), 2, 1, '"s" has no label "quantile"'],
  [summary('s{quantile="x"} 1'), 2, 3, 'quantile "x" is not a number', 'promtool'],
  [summary('s{quantile="1.1"} 1'), 2, 3, 'quantile "1.1" is not from 0 to 1'],
  [summary('s{quantile="-0.1"} 1'), 2, 3, 'quantile "-0.1" is not from 0 to 1'],
  [summary('s{quantile="NaN"} 1'), 2, 3, 'quantile "NaN" is not from 0 to 1'],
  [summary('s{quantile=".5"} 1', 's{quantile="1"} 1', 's{quantile="0.5"} 1'), 4, 1, raw`duplicate series "s{quantile=\"0.5\"}"`],
  [summary('s_sum{quantile="1"} 1'), 2, 7, '"s_sum" has no label "quantile"'],
  [summary('s_count -0.5'), 2, 9, 'count "s_count" is -0.5'],
  [summary('s_sum 1', 's_sum 1'), 3, 1, 'duplicate series "s_sum"'],
  [summary('s{quantile="1"} 1', 's_count 1'), 2, 1, 'summary "s" has no s_sum'],
  [summary('s_sum 1', 'a-b 1'), 3, 1, '"a-b" is not a metric name', 'promtool'],
  [summary('s_sum 1', 'a 1'), 2, 1, 'summary "s" has no s_count'],
];

const encodings: readonly Line[] = [
  [bytes('a 1\na{b="é', 0xff, '"} 1\n'), 2, 7, 'byte 0xff is not UTF-8', 'promtool'],
  [bytes('a{b="\ufffd\ufffd', 0x80, '"} 1\n'), 1, 8, 'byte 0x80 is not UTF-8', 'promtool'],
  [bytes('a{b="😀', 0xe2, 0x82, '"} 1\n'), 1, 8, 'byte 0xe2 is not UTF-8', 'promtool'],
  [bytes('a{b="', 0xc0, 0x80, '"} 1\n'), 1, 6, 'byte 0xc0 is not UTF-8', 'promtool'],
  [bytes('a{b="', 0xed, 0xa0, 0x80, '"} 1\n'), 1, 6, 'byte 0xed is not UTF-8', 'promtool'],
  [bytes('a 1\n', 0xf0), 2, 1, 'byte 0xf0 is not UTF-8', 'promtool'],
  [bytes('a 0x', 0xf0), 1, 5, 'byte 0xf0 is not UTF-8', 'promtool'],
  [bytes('# b', 0xff, '\n'), 1, 4, 'byte 0xff is not UTF-8'],
  [bytes('a 0x1\n', 0xf0), 1, 3, 'value "0x1" is not a number', 'promtool'],
  [bytes('\ufeffa 1\n'), 1, 1, '"\ufeffa" is not a metric name', 'promtool'],
  ['a{b="c\ud83d"} 1\n', 1, 7, 'half a surrogate pair, 0xd83d, is not a character'],
  ['a{b="😀\udc00"} 1\n', 1, 8, 'half a surrogate pair, 0xdc00, is not a character'],
];

const long = (text: string | Uint8Array, maxBytes: number, is: number): Bad => ({
  text,
  line: 1,
  column: 1,
  reason: `${is} bytes are more than the limit of ${maxBytes} bytes`,
  promtool: false,
  maxBytes,
});

/** What is refused, where and why. */
export const bad: readonly Bad[] = [
  ...[...comments, ...names, ...labels, ...values, ...ends, ...families, ...kinds, ...encodings].map(
    ([text, line, column, reason, promtool]) => ({ text, line, column, reason, promtool: promtool !== undefined }),
  ),
  long('a{b="é"} 1\n', 11, 12),
  long(bytes('a{b="é"} 1\n'), 11, 12),
  long('x'.repeat(64 * 2 ** 20 + 1), 64 * 2 ** 20, 64 * 2 ** 20 + 1),
];
