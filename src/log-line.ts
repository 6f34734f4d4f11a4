export const levels = ['none', 'error', 'warn', 'info', 'debug'] as const;
export type Level = (typeof levels)[number];
export const formats = ['text', 'logfmt', 'json'] as const;
export type Format = (typeof formats)[number];

/** What is written of a message, without the end of the line. JSON's strings are logfmt's too: https://brandur.org/logfmt */
export function lineOf(format: Format, level: Level, message: string, now: Date): string {
  if (format === 'text') return `@autonomica/metrics: ${message}`;
  const time = now.toISOString();
  return format === 'json' ? JSON.stringify({ time, level, msg: message }) : `time=${time} level=${level} msg=${JSON.stringify(message)}`;
}
