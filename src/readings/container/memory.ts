import { container } from '../../catalogue/container.ts';
import type { Files } from '../files.ts';
import { type Groups, textIn } from './groups.ts';
import { least, type Told, told, valueOf, whole } from './values.ts';

/** The names of the two versions: https://docs.kernel.org/admin-guide/cgroup-v2.html, https://docs.kernel.org/admin-guide/cgroup-v1/memory.html */
const names = {
  1: {
    usage: 'memory.usage_in_bytes',
    limit: 'memory.limit_in_bytes',
    inactive: 'total_inactive_file',
    rss: 'total_rss',
    kills: 'memory.oom_control',
  },
  2: { usage: 'memory.current', limit: 'memory.max', inactive: 'inactive_file', rss: 'anon', kills: 'memory.events' },
} as const;

/** A whole number of bytes, as large as the kernel writes for no limit where it can not be known. */
const unknown = 2 ** 53;

/** Bytes of the machine: `MemTotal:       24684096 kB`. */
export function parseTotal(text: string | undefined): number {
  const kilobytes = whole(/^MemTotal: +(\d+) kB$/m.exec(text ?? '')?.[1]);
  return kilobytes === undefined ? unknown : kilobytes * 1024;
}

/** The limit that holds; undefined where there is none: what is more than the machine has is none, in whichever spelling. */
function limitOf(files: Files, values: readonly (number | undefined)[]): number | undefined {
  const limit = least(values);
  if (limit === undefined || limit >= unknown) return undefined;
  return limit > parseTotal(textIn(files, '/proc', 'meminfo')) ? undefined : limit;
}

export function memory(files: Files, groups: Groups): Told[] {
  const place = groups.place('memory');
  if (place === undefined) return [];
  const { usage, limit, inactive, rss, kills } = names[place.version];
  const [own] = place.folders;
  const stat = textIn(files, own, 'memory.stat');
  const used = whole(textIn(files, own, usage));
  const idle = valueOf(stat, inactive);
  const working = used === undefined || idle === undefined ? undefined : Math.max(0, used - idle);
  const limits = place.folders.map((folder) => whole(textIn(files, folder, limit)));
  // of version 1, that of all groups above it, the hidden ones too
  const most = limitOf(files, [...limits, valueOf(stat, 'hierarchical_memory_limit')]);
  return [
    ...told(container.memory.usage, used),
    ...told(container.memory.workingSet, working),
    ...told(container.memory.rss, valueOf(stat, rss)),
    ...told(container.memory.limit, most),
    ...told(container.memory.available, most === undefined || working === undefined ? undefined : Math.max(0, most - working)),
    ...told(container.memory.oomKills, valueOf(textIn(files, own, kills), 'oom_kill')),
  ];
}
