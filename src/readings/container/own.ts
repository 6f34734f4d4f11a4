import type { Files } from '../files.ts';
import { Once } from '../once.ts';
import { UnreadableError } from '../reading.ts';
import type { Subjects } from '../readings.ts';
import { type Container, ownFiles } from './detect.ts';
import { ownGroups } from './groups.ts';
import { finds, found, numbers } from './numbers.ts';
import { ownUptime } from './uptime.ts';

/** Whether anything accounts for this process that it can see. */
export const isAccounted = (files: Files): boolean => ownGroups(ownFiles(files)) !== undefined;

/** The container that this process runs in: `target_info` says which. */
export function ownContainer({ proven }: Pick<Container, 'proven'>): Subjects {
  const read = (given: Files): ReturnType<typeof found> => {
    const files = new Once(ownFiles(given).root);
    const groups = ownGroups(files);
    const all = groups ? numbers(files, groups) : [];
    if (all.length === 0) throw new UnreadableError('/proc/self/cgroup', 'no control group tells anything');
    return found([[{}, proven ? [...all, ...ownUptime(files)] : all]]);
  };
  return { readings: [{ name: 'container', finds, read }], samplings: [] };
}
