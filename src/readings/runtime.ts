import { runtime } from '../catalogue/runtime.ts';
import type { Store } from '../store/store.ts';
import { EventLoop } from './event-loop.ts';
import { watchGarbage } from './garbage.ts';
import { readHeap } from './heap.ts';
import { readProcess } from './process.ts';
import { write } from './write.ts';

export interface Build {
  readonly service: string | undefined;
  readonly node: string;
  readonly package: string;
}

/** Watches the runtime from now on, and gives what reads it. */
export function watchRuntime(store: Store, build: Build): () => void {
  const loop = new EventLoop(store);
  watchGarbage(store);
  return () => {
    write(store, runtime.process.build, [[1, { ...build }]]);
    loop.read(store);
    readHeap(store);
    readProcess(store);
  };
}
