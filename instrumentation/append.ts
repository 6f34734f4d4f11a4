/** A package's file, from the package's name on. */
export function fileOf(url: string): string {
  const path = (url.split('?', 1)[0] ?? '').replace(/^.*\/node_modules\//, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

interface Source {
  readonly format?: string | null | undefined;
  readonly source?: unknown;
}

/** An ES module with a statement behind it, which leaves every line where it was. */
export function appended<T extends Source>(loaded: T, statement: string | undefined): T {
  const { format, source } = loaded;
  if (statement === undefined || format !== 'module' || source === undefined || source === null) return loaded;
  const text = typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString('utf8');
  return { ...loaded, source: text + statement };
}
