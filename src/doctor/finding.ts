import type { Check } from './checks.ts';

/** Something that is wrong. */
export interface Finding {
  /** Which check found it. The names are stable, for who reads the JSON. */
  readonly check: Check;
  /** A URL, a rule, a file. */
  readonly where: string;
  readonly what: string;
  /** What to do about it. */
  readonly remedy: string;
  /** An error keeps somebody from seeing or being told something; a warning may. */
  readonly severity: 'error' | 'warning';
}

/** What there is to say of one part of the stack. */
export interface Section {
  /** `Prometheus http://localhost:9090`. */
  readonly subject: string;
  readonly findings: readonly Finding[];
  /** What was looked at and is as it should be. */
  readonly seen: readonly string[];
  /** What is no fault, and good to know. */
  readonly stated: readonly string[];
}

type Told = Omit<Finding, 'severity'>;
export const wrong = (finding: Told): Finding => ({ ...finding, severity: 'error' });
export const doubtful = (finding: Told): Finding => ({ ...finding, severity: 'warning' });

const most = 6;

/** Names as a sentence lists them: the first few, and how many more there are. */
export function listed(names: readonly string[]): string {
  const rest = names.length - most;
  return rest > 1 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}

/** `1 target`, `3 targets`. */
export const counted = (count: number, one: string): string => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

/** A number of seconds as a person says it. */
export function seconds(value: number): string {
  if (Math.abs(value) >= 7_200) return `${Math.round(value / 3_600)} h`;
  if (Math.abs(value) < 0.1) return `${Math.round(1_000 * value)} ms`;
  if (Math.abs(value) >= 120) return `${Math.round(value / 60)} min`;
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} s`;
}
