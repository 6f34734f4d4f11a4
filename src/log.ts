import { writeSync } from 'node:fs';
import { type Format, type Level, levels, lineOf } from './log-line.ts';

let threshold: Level = 'info';
let form: Format = 'text';
const said = new Set<string>();

export function setLevel(level: Level): void {
  threshold = level;
}

export function setFormat(format: Format): void {
  form = format;
}

/** Writes to standard error past the application's streams, which it neither opens nor patches; a closed one is no fault. */
function write(level: Level, message: string): void {
  if (levels.indexOf(level) > levels.indexOf(threshold)) return;
  try {
    writeSync(2, `${lineOf(form, level, message, new Date())}\n`);
  } catch {
    // nobody listens
  }
}

/** The only logger. */
export const log = {
  error: (message: string): void => write('error', message),
  warn: (message: string): void => write('warn', message),
  info: (message: string): void => write('info', message),
  debug: (message: string): void => write('debug', message),
  /** A warning that is said once in the life of the process. */
  once(key: string, message: string): void {
    if (said.has(key)) return;
    said.add(key);
    write('warn', message);
  },
};

export type Log = Pick<typeof log, 'error' | 'warn' | 'info' | 'debug'>;
