import type { Family, Row } from '../family.ts';

/** A series as it was read, its numbers laid out as `Row` says. */
export interface ParsedRow extends Row {
  readonly text: string;
  /** Unescaped, in the order printed, without the `le` or `quantile` that its kind prints by itself. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** Milliseconds, as the last of its lines has it; beyond 2^53 the nearest double. */
  readonly timestamp?: number;
}

/** `help` is empty where no HELP line was, `type` untyped where no TYPE line was. */
export interface ParsedFamily extends Family {
  readonly rows: readonly ParsedRow[];
}
