import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Loads what the scratch project, in which a measurement runs, has installed. */
export const need = createRequire(join(process.cwd(), 'bench.cjs'));

/** What the measurement was asked for. */
export const asked: unknown = JSON.parse(process.argv[2] ?? '{}');

/** Hands back what was measured and ends the process. */
export function answer(figures: Readonly<Record<string, number>>): never {
  writeSync(1, `${JSON.stringify(figures)}\n`);
  process.exit(0);
}

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Bytes of everything that is alive. `external` counts array buffers too. */
export async function liveBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    global.gc?.();
    await nextTurn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
