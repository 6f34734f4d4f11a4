import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Files } from '../../../src/readings/files.ts';
import type { Found } from '../../../src/readings/reading.ts';

const roots = join(import.meta.dirname, '..', '..', 'fixtures', 'roots');

/** What machines and containers have, as their kernels print it. */
export const rootOf = (tree: string): Files => new Files(join(roots, tree));

/** The containers of these trees. */
export const ids = {
  docker: '4e1f0c0c6c2b7d5b0b7a9d9f6f3a2e1d0c9b8a7f6e5d4c3b2a1f0e9d8c7b6a5f',
  containerd: 'a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90',
  crio: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
  podman: '9d8c7b6a5f4e3d2c1b0a9f8e7d6c5b4a39281706f5e4d3c2b1a0918273645546',
  kubepods: '77aa88bb99cc00dd11ee22ff33445566778899aabbccddeeff00112233445566',
  sandbox: '5a5a5a5a1b1b1b1b2c2c2c2c3d3d3d3d4e4e4e4e5f5f5f5f6a6a6a6a7b7b7b7b',
} as const;

/** Does something with a tree of these files, which is gone afterwards. */
export async function withRoot<T>(texts: Readonly<Record<string, string>>, work: (files: Files) => T | Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'autonomica-container-'));
  try {
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return await work(new Files(root));
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Values by metric: one without attributes alone, else each with its own as words. */
export const told = (found: readonly Found[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    found.map(([{ name }, points]) => {
      const [first] = points;
      const isPlain = points.length === 1 && Object.keys(first?.[1] ?? {}).length === 0;
      const worded = points.map(([value, attributes]): [string, number] => [Object.values(attributes).join(' '), value]);
      return [name, isPlain ? first?.[0] : Object.fromEntries(worded)];
    }),
  );

export const isFinite = (found: readonly Found[]): boolean =>
  found.every(([, points]) => points.every(([value]) => Number.isFinite(value) && value >= 0));
