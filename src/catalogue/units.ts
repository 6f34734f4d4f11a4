/**
 * Units as UCUM codes, and the word Prometheus writes for each.
 * The table of https://github.com/prometheus/otlptranslator, so that names equal those the OpenTelemetry Collector gives.
 */
export const words: Readonly<Record<string, string>> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  TiBy: 'tibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  TBy: 'terabytes',
  m: 'meters',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
  g: 'grams',
  Cel: 'celsius',
  Hz: 'hertz',
  '%': 'percent',
};

/** The words after `per` in a rate such as `By/s`. */
export const perWords: Readonly<Record<string, string>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
};

const isAnnotation = (unit: string): boolean => /^\{[a-z0-9_]+\}$/.test(unit);
const isPlain = (unit: string): boolean => Object.hasOwn(words, unit) || isAnnotation(unit);

/** Whether a definition may use this unit: none, `1`, a UCUM code of the table, an annotation such as `{request}`, or a rate of those. */
export function isKnownUnit(unit: string): boolean {
  if (unit === '' || unit === '1') return true;
  if (typeof unit !== 'string') return false;
  const [of = '', per, ...rest] = unit.split('/');
  return rest.length === 0 && isPlain(of) && (per === undefined || Object.hasOwn(perWords, per));
}
