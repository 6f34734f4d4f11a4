import { rounded } from './burn-rate.ts';

/** A share as Prometheus' `humanizePercentage` says it: `5%`. */
export const percent = (share: number): string => `${rounded(share * 100)}%`;

const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
] as const;

/** Seconds as people say them, in the greatest unit of which they are a whole number: `5 min`, `90 s`, `0.2 s`. */
export function time(seconds: number): string {
  const [size, unit] = units.find(([each]) => seconds >= each && seconds % each === 0) ?? [1, 's'];
  return `${seconds / size} ${unit}`;
}

/** A label in a template of Prometheus, and what is said where it is missing. */
export const named = (label: string, otherwise: string): string => `{{ with $labels.${label} }}{{ . }}{{ else }}${otherwise}{{ end }}`;
