const repeated = (size: number, part: (i: number) => string): string => Array.from({ length: size }, (_, i) => part(i)).join('');
/** Numbers of one width, so that the length is in proportion to their number. */
const id = (i: number): string => String(i).padStart(6, '0');

/** Texts that a careless parser reads in more than linear time, by how many parts they have. */
export const adversaries: Readonly<Record<string, (size: number) => string>> = {
  'many labels': (size) => `a{${repeated(size, (i) => `l${id(i)}="",`)}} 1\n`,
  'many labels in falling order': (size) => `a{${repeated(size, (i) => `l${id(size - i)}="v",`)}} 1\n`,
  'many series of the same labels': (size) => repeated(size / 10, (i) => `a{i="${id(i)}",${repeated(20, (j) => `l${j}="v",`)}} 1\n`),
  'a label value of backslashes': (size) => `a{b="${'\\'.repeat(size * 10)}"} 1\n`,
  'a HELP text of backslashes': (size) => `# HELP a ${'\\'.repeat(size * 10)}\n`,
  'many families': (size) => repeated(size, (i) => `f${id(i)} 1\n`),
  'many families with HELP and TYPE': (size) => repeated(size, (i) => `# HELP f${id(i)} b\n# TYPE f${id(i)} summary\n`),
  'many rows': (size) => repeated(size, (i) => `a{b="${id(i)}"} 1\n`),
  'many rows of a histogram, its lines far apart': (size) =>
    `# TYPE h histogram\n${['_bucket', '_sum', '_count'].map((suffix) => repeated(size, (i) => `h${suffix}{b="${id(i)}"${suffix === '_bucket' ? ',le="Inf"' : ''}} 1\n`)).join('')}`,
  'many buckets': (size) =>
    `# TYPE h histogram\n${repeated(size, (i) => `h_bucket{le="1${id(i)}"} 1\n`)}h_bucket{le="Inf"} 1\nh_sum 1\nh_count 1\n`,
  'many quantiles': (size) => `# TYPE s summary\n${repeated(size, (i) => `s{quantile="0.${id(i)}"} 1\n`)}s_sum 1\ns_count 1\n`,
  'a line of spaces': (size) => `${' '.repeat(size * 1000)}\n`,
  'blank lines': (size) => '\n'.repeat(size * 10),
  comments: (size) => repeated(size, () => '#\n'),
  'a long comment': (size) => `# ${'HELP '.repeat(size)}\n`,
  'a long name': (size) => `${'a'.repeat(size)} 1\n`,
  'a long number': (size) => `a ${'1'.repeat(size)}.${'1'.repeat(size)}e-${'1'.repeat(size)}\n`,
  'a long timestamp': (size) => `a 1 ${'0'.repeat(size * 5)}1\n`,
};
