import { defaultMaxLines } from '../catalogue/budget.ts';

/** The sample lines a process may expose; every series takes its lines when it is created and gives them back when removed. */
export class Budget {
  maxLines: number;
  lines = 0;

  constructor(maxLines = defaultMaxLines) {
    this.maxLines = maxLines;
  }

  take(lines: number): boolean {
    if (this.lines + lines > this.maxLines) return false;
    this.lines += lines;
    return true;
  }

  give(lines: number): void {
    this.lines -= lines;
  }
}
