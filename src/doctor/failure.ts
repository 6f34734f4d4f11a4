import type { Check } from './checks.ts';
import { type Finding, wrong } from './finding.ts';

/** Why something could not be asked or read, and what to do about it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly where: string;
  readonly remedy: string;

  constructor(where: string, what: string, remedy: string) {
    super(what);
    this.where = where;
    this.remedy = remedy;
  }

  finding(check: Check): Finding {
    return wrong({ check, where: this.where, what: this.message, remedy: this.remedy });
  }
}

/** What a failure is as a finding; any other error is a fault of this program. */
export function findingOf(error: unknown, check: Check): Finding {
  if (error instanceof Failure) return error.finding(check);
  throw error;
}
