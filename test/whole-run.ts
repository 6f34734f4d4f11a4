import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scratchVariable } from './e2e/scratch.ts';

/** Once before all tests, whatever processes run them. */
export function mochaGlobalSetup(): void {
  process.env[scratchVariable] = mkdtempSync(join(tmpdir(), 'autonomica-e2e-'));
}

/** Once after all of them: some hundred thousand files, on whatever disk. */
export function mochaGlobalTeardown(): void {
  rmSync(process.env[scratchVariable] ?? '', { recursive: true, force: true });
}
