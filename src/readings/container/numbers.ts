import { container } from '../../catalogue/container.ts';
import { type Definition, definitionsOf } from '../../catalogue/define.ts';
import type { Given } from '../../store/series.ts';
import type { Files } from '../files.ts';
import type { Found } from '../reading.ts';
import type { Point } from '../write.ts';
import { cpu } from './cpu.ts';
import { disk } from './disk.ts';
import type { Groups } from './groups.ts';
import { memory } from './memory.ts';
import { pids } from './pids.ts';
import type { Told } from './values.ts';

export const finds: readonly Definition[] = [...definitionsOf(container)];

/** What a container's control groups say; empty where it is gone. */
export function numbers(files: Files, groups: Groups): Told[] {
  const all = [...cpu(files, groups), ...memory(files, groups), ...disk(files, groups), ...pids(files, groups)];
  return all.length === 0 ? [] : [...all, [container.info, 1, { cgroup: groups.version }]];
}

/** The same by metric, of containers that each have attributes of their own. */
export function found(containers: readonly (readonly [which: Given, all: readonly Told[]])[]): Found[] {
  const points = new Map<Definition, Point[]>();
  for (const [which, all] of containers)
    for (const [definition, value, attributes] of all) {
      const there = points.get(definition);
      const point: Point = [value, { ...which, ...attributes }];
      if (there) there.push(point);
      else points.set(definition, [point]);
    }
  return [...points];
}
