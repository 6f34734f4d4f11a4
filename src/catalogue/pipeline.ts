import { counter, gauge, histogram, info } from './define.ts';

const metric = { name: 'autonomica.metric.name', keep: 50 } as const;

const reading = { name: 'autonomica.reading.name', keep: 50 } as const;

/** What the pipeline says about itself. It is exempt from the budget of lines: it must be there when the budget is spent. */
export const pipeline = {
  scrapes: counter({
    name: 'autonomica.scrapes',
    unit: '{scrape}',
    means: 'Scrapes answered; partial ones lack what was late, failed ones were answered with status 500.',
    attributes: { outcome: { name: 'autonomica.scrape.outcome', of: ['complete', 'partial', 'failed'] } },
  }),
  exports: counter({
    name: 'autonomica.exports',
    unit: '{export}',
    means: 'Pushes by OTLP or to the console, by how they ended.',
    attributes: {
      exporter: { name: 'autonomica.exporter', of: ['otlp', 'console'] },
      outcome: { name: 'autonomica.export.outcome', of: ['complete', 'failed'] },
    },
  }),
  duration: histogram({
    name: 'autonomica.scrape.duration',
    unit: 's',
    means: 'Time from the start of a scrape to its last byte encoded.',
    attributes: {},
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  }),
  size: gauge({
    name: 'autonomica.scrape.size',
    unit: 'By',
    means: 'Size of the last scrape before compression.',
    attributes: {},
  }),
  lines: gauge({
    name: 'autonomica.scrape.lines',
    unit: '{line}',
    means: 'Sample lines of the last scrape.',
    attributes: {},
  }),
  budget: gauge({
    name: 'autonomica.lines.limit',
    unit: '{line}',
    means: 'Sample lines that this process may expose.',
    attributes: {},
  }),
  held: gauge({
    name: 'autonomica.lines.usage',
    unit: '{line}',
    means: 'Sample lines that the series held would print, these self metrics not counted.',
    attributes: {},
  }),
  folded: counter({
    name: 'autonomica.recordings.folded',
    unit: '{recording}',
    means: 'Recordings that went to another series: a value beyond the bound of its attribute (value), a full metric, a full process.',
    attributes: { metric, reason: { name: 'autonomica.reason', of: ['value', 'metric', 'process'] } },
  }),
  refused: counter({
    name: 'autonomica.recordings.refused',
    unit: '{recording}',
    means: 'Recordings that were refused: not a number, NaN, infinite, or negative where values only grow.',
    attributes: { metric, reason: { name: 'autonomica.reason', of: ['type', 'nan', 'infinite', 'negative'] } },
  }),
  conflicts: gauge({
    name: 'autonomica.points.dropped',
    unit: '{point}',
    means: 'Points left out of the last scrape: their name belongs to another metric, or they can not be merged with an equal series.',
    attributes: { metric, reason: { name: 'autonomica.reason', of: ['name', 'merge'] } },
  }),
  callbacks: counter({
    name: 'autonomica.callback.failures',
    unit: '{call}',
    means: 'Calls of observable callbacks that threw, took longer than a second, or were skipped while an earlier one hung.',
    attributes: { metric, reason: { name: 'autonomica.reason', of: ['error', 'late', 'hanging'] } },
  }),
  hooks: counter({
    name: 'autonomica.hook.failures',
    unit: '{failure}',
    means: 'Failures of our own code inside the application, which is not affected.',
    attributes: { hook: { name: 'autonomica.hook', keep: 50 } },
  }),
  probe: gauge({
    name: 'autonomica.probe.up',
    unit: '',
    means: '1 while the health probe succeeds, 0 while it fails.',
    attributes: { probe: { name: 'autonomica.probe.name', keep: 50 } },
  }),
  address: info({
    name: 'autonomica.endpoint',
    unit: '',
    means: 'Where the endpoint listens: while the configured port is taken, on a free one.',
    attributes: { host: { name: 'server.address', keep: 5 }, port: { name: 'server.port', keep: 5 } },
  }),
  reading: {
    up: gauge({
      name: 'autonomica.reading.up',
      unit: '',
      means: '1 while what the machine or the container says of a subject can be read, 0 while it can not; its metrics are absent then.',
      attributes: { reading },
    }),
    duration: gauge({
      name: 'autonomica.reading.duration',
      unit: 's',
      means: 'How long a reading took, the last time.',
      attributes: { reading },
    }),
    age: gauge({
      name: 'autonomica.reading.age',
      unit: 's',
      means: 'How old the values of a reading are that is sampled in the background.',
      attributes: { reading },
    }),
  },
  settings: gauge({
    name: 'autonomica.setting.rejected',
    unit: '',
    means: '1 for each environment variable whose value was ignored.',
    attributes: { variable: { name: 'autonomica.variable', keep: 50 } },
  }),
} as const;
