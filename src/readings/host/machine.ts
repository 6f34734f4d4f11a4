import type { Log } from '../../log.ts';
import type { Settings } from '../../settings.ts';
import type { Subjects } from '../readings.ts';
import { connections } from './connections.ts';
import { cores } from './cores.ts';
import { descriptors } from './descriptors.ts';
import { disk } from './disk.ts';
import { Filesystem } from './filesystem.ts';
import { frequency } from './frequency.ts';
import { info } from './info.ts';
import { load } from './load.ts';
import { memory } from './memory.ts';
import { network } from './network.ts';
import { others } from './others.ts';
import { paging } from './paging.ts';
import { pressure } from './pressure.ts';
import { processes } from './processes.ts';
import { stat } from './stat.ts';
import { temperature } from './temperature.ts';
import { uptime } from './uptime.ts';

export interface MachineOptions extends Pick<Settings, 'interfaces' | 'mounts'> {
  /** Whether servers are asked how full they are, where `mounts` names them. */
  readonly remote: boolean;
  readonly log: Log;
}

/** What there is to know of a machine, by a file of this folder for each subject. */
export function machine({ interfaces, mounts, ...whole }: MachineOptions, platform: NodeJS.Platform = process.platform): Subjects {
  if (platform !== 'linux') return { readings: [others(platform)], samplings: [info()] };
  return {
    readings: [stat(), load, memory, paging(), pressure, disk(), network(interfaces), descriptors, uptime],
    samplings: [info(), cores(), frequency, temperature, new Filesystem({ ...whole, pattern: mounts }), connections, processes],
  };
}
