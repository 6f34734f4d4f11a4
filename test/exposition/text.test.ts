import assert from 'node:assert/strict';
import { type Kind, updown } from '../../src/catalogue/define.ts';
import { parse } from '../../src/exposition/parse.ts';
import type { Row } from '../../src/exposition/family.ts';
import { familiesOf, forgetTexts } from '../../src/exposition/families.ts';
import { encode, encodeText } from '../../src/exposition/text.ts';
import { write } from '../../src/readings/write.ts';
import { Gauge } from '../../src/store/gauge.ts';
import { Histogram } from '../../src/store/histogram.ts';
import type { Facts, Instrument } from '../../src/store/instrument.ts';
import type { Given } from '../../src/store/series.ts';
import { Store } from '../../src/store/store.ts';
import { Sum } from '../../src/store/sum.ts';
import { Summary } from '../../src/store/summary.ts';

type Recording = readonly [value: number, attributes?: Given];

interface Metric extends Partial<Omit<Facts, 'kind' | 'name'>> {
  readonly name: string;
  readonly kind: Kind;
  readonly records: readonly Recording[];
}

function record(instrument: Instrument, [value, attributes]: Recording): void {
  if (instrument instanceof Sum) instrument.add(value, attributes);
  else if (instrument instanceof Gauge) instrument.set(value, attributes);
  else if (instrument instanceof Histogram || instrument instanceof Summary) instrument.record(value, attributes);
}

function storeOf(metrics: readonly Metric[]): Store {
  const store = new Store({ clock: () => 0 });
  for (const { records, ...facts } of metrics) {
    const instrument = store.open({ scope: { name: 'test' }, unit: '', means: 'Says what.', ...facts });
    for (const recording of records) record(instrument, recording);
  }
  store.refresh();
  return store;
}

/** Does something once the first row is read. */
function* meanwhile(rows: Iterable<Row>, act: () => void): Generator<Row> {
  let acted = false;
  for (const row of rows) {
    yield row;
    if (!acted) act();
    acted = true;
  }
}

const text = (metrics: readonly Metric[]): string => encodeText(familiesOf(storeOf(metrics)));

interface Case {
  readonly it: string;
  readonly metrics: readonly Metric[];
  readonly gives: string;
  /** Where the official exporter prints something else, and why we do not. */
  readonly official?: string;
}

const one = (kind: Kind, name: string, records: readonly Recording[], more: Partial<Metric> = {}): Metric => ({
  kind,
  name,
  records,
  ...more,
});

const cases: readonly Case[] = [
  {
    it: 'a counter ends in _total',
    metrics: [one('counter', 'jobs', [[2, { a: 'x' }]])],
    gives: '# HELP jobs_total Says what.\n# TYPE jobs_total counter\njobs_total{a="x"} 2\n',
  },
  {
    it: 'a counter ends in _total once',
    metrics: [one('counter', 'jobs.total', [[1]])],
    gives: '# HELP jobs_total Says what.\n# TYPE jobs_total counter\njobs_total 1\n',
  },
  {
    it: 'an updown is a gauge',
    metrics: [one('updown', 'held', [[5], [-2]])],
    gives: '# HELP held Says what.\n# TYPE held gauge\nheld 3\n',
  },
  {
    it: 'a gauge is the last value',
    metrics: [one('gauge', 'level', [[5], [-2.5]])],
    gives: '# HELP level Says what.\n# TYPE level gauge\nlevel -2.5\n',
  },
  {
    it: 'a histogram has cumulative buckets, +Inf, sum and count',
    metrics: [one('histogram', 'took', [[0.5], [1], [1.5], [9]], { buckets: [1, 2] })],
    gives: [
      '# HELP took Says what.\n# TYPE took histogram\n',
      'took_bucket{le="1"} 2\ntook_bucket{le="2"} 3\ntook_bucket{le="+Inf"} 4\ntook_sum 12\ntook_count 4\n',
    ].join(''),
  },
  {
    it: 'a histogram with attributes puts le last',
    metrics: [one('histogram', 'took', [[3, { z: 'y', a: 'b' }]], { buckets: [] })],
    gives: [
      '# HELP took Says what.\n# TYPE took histogram\n',
      'took_bucket{a="b",z="y",le="+Inf"} 1\ntook_sum{a="b",z="y"} 3\ntook_count{a="b",z="y"} 1\n',
    ].join(''),
  },
  {
    it: 'a summary has quantiles, sum and count',
    metrics: [one('summary', 'wait', [[3], [3]], { quantiles: [0.5, 0.99] })],
    gives: '# HELP wait Says what.\n# TYPE wait summary\nwait{quantile="0.5"} 3\nwait{quantile="0.99"} 3\nwait_sum 6\nwait_count 2\n',
    official: 'has no summary',
  },
  {
    it: 'an info is a gauge of 1 that ends in _info once',
    metrics: [one('info', 'build', [[1, { v: '1' }]]), one('info', 'host.info', [[1]])],
    gives: [
      '# HELP build_info Says what.\n# TYPE build_info gauge\nbuild_info{v="1"} 1\n',
      '# HELP host_info Says what.\n# TYPE host_info gauge\nhost_info 1\n',
    ].join(''),
    official: 'has no info but target_info',
  },
  {
    it: 'units are words before the type',
    metrics: [
      one('counter', 'a.time', [[1]], { unit: 's' }),
      one('gauge', 'b.size', [[1]], { unit: 'By' }),
      one('gauge', 'c.usage', [[1]], { unit: '1' }),
      one('counter', 'd', [[1]], { unit: '{request}' }),
      one('gauge', 'e.speed', [[1]], { unit: 'By/s' }),
      one('updown', 'f', [[1]], { unit: '1' }),
      one('gauge', 'g.heat', [[1]], { unit: 'Cel' }),
    ].map((each) => ({ ...each, means: '' })),
    gives: [
      '# TYPE a_time_seconds_total counter\na_time_seconds_total 1\n',
      '# TYPE b_size_bytes gauge\nb_size_bytes 1\n',
      '# TYPE c_usage_ratio gauge\nc_usage_ratio 1\n',
      '# TYPE d_total counter\nd_total 1\n',
      '# TYPE e_speed_bytes_per_second gauge\ne_speed_bytes_per_second 1\n',
      '# TYPE f gauge\nf 1\n',
      '# TYPE g_heat_celsius gauge\ng_heat_celsius 1\n',
    ].join(''),
    official: 'writes the unit as a comment; the specification makes it a suffix',
  },
  {
    it: 'a unit that the name has is not repeated',
    metrics: [
      one('counter', 'wait.seconds', [[1]], { unit: 's', means: '' }),
      one('gauge', 'x.bytes.free', [[1]], { unit: 'By', means: '' }),
    ],
    gives: '# TYPE wait_seconds_total counter\nwait_seconds_total 1\n# TYPE x_bytes_free gauge\nx_bytes_free 1\n',
  },
  {
    it: 'foreign characters in names become one underscore, a leading digit is prefixed',
    metrics: [one('gauge', '2.a-b//c', [[1]], { means: '' }), one('gauge', 'rule:x:y', [[1]], { means: '' })],
    gives: '# TYPE _2_a_b_c gauge\n_2_a_b_c 1\n# TYPE rule:x:y gauge\nrule:x:y 1\n',
    official: 'turns a colon into an underscore; the specification allows it',
  },
  {
    it: 'foreign characters in labels become one underscore, a leading digit is prefixed as the Collector does',
    metrics: [one('gauge', 'a', [[1, { 'x.y-z': '1', '1st': '2', é: '3' }]], { means: '' })],
    gives: '# TYPE a gauge\na{_="3",key_1st="2",x_y_z="1"} 1\n',
    official: 'leaves the leading digit, which no parser accepts',
  },
  {
    it: 'colliding labels are joined by a semicolon in the order of their keys',
    metrics: [one('gauge', 'a', [[1, { 'x.y': 'second', 'x-y': 'first' }]], { means: '' })],
    gives: '# TYPE a gauge\na{x_y="first;second"} 1\n',
    official: 'prints the label twice, and Prometheus refuses the whole scrape',
  },
  {
    it: 'an attribute that is called as the format calls its own label is renamed',
    metrics: [
      one('histogram', 'a', [[1, { le: 'x' }]], { buckets: [], means: '' }),
      one('summary', 'b', [[1, { quantile: 'x' }]], { quantiles: [], means: '' }),
      one('gauge', 'c', [[1, { le: 'x' }]], { means: '' }),
    ],
    gives: [
      '# TYPE a histogram\na_bucket{exported_le="x",le="+Inf"} 1\na_sum{exported_le="x"} 1\na_count{exported_le="x"} 1\n',
      '# TYPE b summary\nb_sum{exported_quantile="x"} 1\nb_count{exported_quantile="x"} 1\n',
      '# TYPE c gauge\nc{le="x"} 1\n',
    ].join(''),
    official: 'prints le twice',
  },
  {
    it: 'backslash, quote and newline are escaped in values, backslash and newline in HELP',
    metrics: [one('gauge', 'a', [[1, { v: 'a\\b"c\nd' }]], { means: 'x\\y\nz "q"' })],
    gives: '# HELP a x\\\\y\\nz "q"\n# TYPE a gauge\na{v="a\\\\b\\"c\\nd"} 1\n',
  },
  {
    it: 'values that are no strings are printed as JSON',
    metrics: [one('gauge', 'a', [[1, { n: 1.5, b: true, l: ['x', 2] }]], { means: '' })],
    gives: '# TYPE a gauge\na{b="true",l="[\\"x\\",2]",n="1.5"} 1\n',
  },
  {
    it: 'an empty value is no label, as to Prometheus',
    metrics: [
      one(
        'counter',
        'a',
        [
          [1, { v: '' }],
          [2, {}],
        ],
        { means: '' },
      ),
    ],
    gives: '# TYPE a_total counter\na_total 3\n',
    official: 'prints two lines that are one series to Prometheus',
  },
  {
    it: 'sets that print alike are merged: counters add',
    metrics: [
      one(
        'counter',
        'a',
        [
          [1, { s: 200 }],
          [2, { s: '200' }],
        ],
        { means: '' },
      ),
    ],
    gives: '# TYPE a_total counter\na_total{s="200"} 3\n',
    official: 'prints a duplicate series',
  },
  {
    it: 'the same set from two scopes is merged: histograms of equal bounds add, of gauges the last registered wins',
    metrics: [
      one('histogram', 'h', [[1]], { buckets: [1], means: '' }),
      one('histogram', 'h', [[2]], { buckets: [1], scope: { name: 'other' }, means: '' }),
      one('gauge', 'g', [[1]], { means: '' }),
      one('gauge', 'g', [[2]], { scope: { name: 'other' }, means: '' }),
    ],
    gives: ['# TYPE g gauge\ng 2\n', '# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 2\nh_sum 3\nh_count 2\n'].join(''),
    official: 'prints scope labels on every line; here they are off',
  },
  {
    it: 'histograms of other bounds are left out',
    metrics: [
      one('histogram', 'h', [[1]], { buckets: [1], means: '' }),
      one('histogram', 'h', [[2, { a: 'b' }]], { buckets: [5], scope: { name: 'other' }, means: '' }),
    ],
    gives: '# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n',
  },
  {
    it: 'one HELP and TYPE a name: another type is left out, the first description holds',
    metrics: [
      one('counter', 'a', [[1]], { means: 'First.' }),
      one('counter', 'a', [[1, { x: 'y' }]], { scope: { name: 'other' }, means: 'Second.' }),
      one('gauge', 'a.total', [[7]]),
    ],
    gives: '# HELP a_total First.\n# TYPE a_total counter\na_total 1\na_total{x="y"} 1\n',
  },
  {
    it: 'a name that another family prints as a suffix is left out',
    metrics: [one('histogram', 'h', [[1]], { buckets: [], means: '' }), one('gauge', 'h.count', [[7]], { means: '' })],
    gives: '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n',
    official: 'prints a duplicate series',
  },
  {
    it: 'large, small and exact numbers keep their digits',
    metrics: [
      one(
        'gauge',
        'a',
        [
          [1e21, { i: '1' }],
          [1e-7, { i: '2' }],
          [0.1 + 0.2, { i: '3' }],
          [9007199254740991, { i: '4' }],
          [-0, { i: '5' }],
        ],
        { means: '' },
      ),
    ],
    gives: '# TYPE a gauge\na{i="1"} 1e+21\na{i="2"} 1e-7\na{i="3"} 0.30000000000000004\na{i="4"} 9007199254740991\na{i="5"} -0\n',
  },
  { it: 'nothing is nothing', metrics: [one('gauge', 'a', [])], gives: '', official: 'prints a comment' },
];

describe('text exposition', () => {
  for (const { it: name, metrics, gives, official } of cases)
    it(official === undefined ? name : `${name} (the official exporter ${official})`, () => {
      assert.equal(text(metrics), gives);
    });

  it('says what it left out', () => {
    const heard: string[] = [];
    const store = storeOf([one('histogram', 'h', [[1]], { buckets: [] }), one('gauge', 'h.count', [[7]]), one('gauge', 'h', [[7]])]);
    for (const _ of familiesOf(store, { onConflict: ({ facts }, why) => heard.push(`${facts.kind} ${facts.name} ${why}`) }));
    assert.deepEqual(heard, ['gauge h name', 'gauge h.count name']);
  });

  it('has constant labels on every series; an attribute of the same name stands, one of the format is renamed', () => {
    const store = storeOf([
      one('counter', 'a', [[1], [2, { 'service.version': 'own' }], [3, { z: 'z' }]]),
      one('histogram', 'h', [[1]], { buckets: [] }),
    ]);
    const constant = { 'service.version': '1\n2', le: 'x' };
    assert.equal(encodeText(familiesOf(store)).includes('service_version="1'), false);
    forgetTexts(store);
    assert.equal(
      encodeText(familiesOf(store, { constant })).replaceAll(/^#.*\n/gm, ''),
      [
        'a_total{le="x",service_version="1\\n2"} 1\n',
        'a_total{le="x",service_version="own"} 2\n',
        'a_total{le="x",service_version="1\\n2",z="z"} 3\n',
        'h_bucket{exported_le="x",service_version="1\\n2",le="+Inf"} 1\n',
        'h_sum{exported_le="x",service_version="1\\n2"} 1\n',
        'h_count{exported_le="x",service_version="1\\n2"} 1\n',
      ].join(''),
    );
  });

  it('merges series that a constant label makes equal', () => {
    const store = storeOf([one('counter', 'a', [[1], [2, { v: '1' }]])]);
    assert.match(encodeText(familiesOf(store, { constant: { v: '1' } })), /^a_total\{v="1"\} 3$/m);
  });

  it('has constant labels where a declared attribute has no value, and merges what that makes equal', () => {
    const store = new Store();
    const which = { v: { name: 'v', keep: 5, optional: true }, w: { name: 'w', keep: 5, optional: true } } as const;
    write(store, updown({ name: 'a', unit: '', means: 'A.', attributes: which }), [
      [1, {}],
      [2, { v: '1' }],
      [4, { v: '2', w: 'w' }],
    ]);
    const lines = encodeText(familiesOf(store, { constant: { v: '1' } })).replaceAll(/^#.*\n/gm, '');
    assert.equal(lines, 'a{v="1"} 3\na{v="2",w="w"} 4\n');
  });

  it('encodes the same in slices as at once, and leaves out a series that is removed meanwhile', async () => {
    const store = storeOf([
      one(
        'counter',
        'a',
        Array.from({ length: 20_000 }, (_, i): Recording => [i, { i: String(i) }]),
      ),
    ]);
    const families = [...familiesOf(store)].map((family) => ({ ...family, rows: [...family.rows] }));
    const { body, lines } = await encode(familiesOf(store));
    assert.equal(Buffer.concat(body).toString(), encodeText(families));
    assert.equal(lines, 5_001);
    const [instrument] = store.instruments;
    const removing = families.map((family) => ({ ...family, rows: meanwhile(family.rows, () => instrument?.remove({ i: '4999' })) }));
    assert.doesNotMatch(Buffer.concat((await encode(removing)).body).toString(), /i="4999"/);
  });

  it('prints what another exporter wrote, with bounds that differ within a family', () => {
    const foreign = [
      '# TYPE h histogram\n',
      'h_bucket{a="1",le="1"} 1\nh_bucket{a="1",le="+Inf"} 2\nh_sum{a="1"} 3\nh_count{a="1"} 2\n',
      'h_bucket{a="2",le="5"} 4\nh_bucket{a="2",le="7"} 5\nh_bucket{a="2",le="+Inf"} 6\nh_sum{a="2"} 7\nh_count{a="2"} 6\n',
    ].join('');
    assert.equal(encodeText(parse(foreign)), foreign);
  });

  it('repeats what it printed for a series that did not change', () => {
    const store = storeOf([one('histogram', 'h', [[1, { a: 'b' }]], { buckets: [1, 2] })]);
    assert.equal(encodeText(familiesOf(store)), encodeText(familiesOf(store)));
  });
});
