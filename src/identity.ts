import { containerOf, type Settings } from './environment.ts';
import type { Container } from './readings/container/detect.ts';
import { Files } from './readings/files.ts';
import { resourceOf } from './resource.ts';

/** Where this process runs, and who it is. */
export interface Identity {
  container(): Container | undefined;
  resource(): Readonly<Record<string, string>>;
}

/** As the machine whose root is mounted has it written down. */
function machineName(files: Files): string | undefined {
  try {
    return files.text('etc/hostname').trim() || undefined;
  } catch {
    return undefined;
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Looked up when it is asked for, once: in a fresh process that takes half a millisecond, which no start waits for. */
export function identify(settings: Settings): Identity {
  const container = once(() => containerOf(settings));
  const machine = (): string | undefined => (settings.root === '/' ? undefined : machineName(new Files(settings.root)));
  return { container, resource: once(() => resourceOf(settings, container(), machine())) };
}
