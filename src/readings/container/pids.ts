import { container } from '../../catalogue/container.ts';
import type { Files } from '../files.ts';
import { type Groups, textIn } from './groups.ts';
import { least, type Told, told, whole } from './values.ts';

export function pids(files: Files, groups: Groups): Told[] {
  const { folders } = groups.place('pids') ?? { folders: [] };
  const limits = folders.map((folder) => whole(textIn(files, folder, 'pids.max')));
  return [
    ...told(container.processes.count, whole(textIn(files, folders[0], 'pids.current'))),
    ...told(container.processes.limit, least(limits)),
  ];
}
