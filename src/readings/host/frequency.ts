import { host } from '../../catalogue/host.ts';
import type { Files } from '../files.ts';
import { numberIn } from '../numbers.ts';
import type { Found, Sampling } from '../reading.ts';
import type { Point } from '../write.ts';
import { cpuFolders } from './cores.ts';
import { cpuinfoFile, parseProcessors } from './cpuinfo.ts';

/** Hertz by core. */
export type Frequencies = readonly (readonly [core: number, hertz: number])[];

const finite = (frequencies: Frequencies): Frequencies => [...new Map(frequencies.filter(([, hertz]) => Number.isFinite(hertz)))];

export const parseFrequencies = (text: string): Frequencies =>
  finite(parseProcessors(text).flatMap(({ number, megahertz }) => (megahertz === undefined ? [] : [[number, megahertz * 1e6]])));

/** In kHz; a CPU that is offline, or says `<unknown>`, is left out. */
async function scaled(files: Files): Promise<Frequencies> {
  const found: [number, number][] = [];
  // one after another: kernels until 5.17 wait 10 ms for some of them, and that takes a single thread of the pool
  for (const [core, folder] of await cpuFolders(files)) {
    const kilohertz = numberIn(await files.textLater(`${folder}/cpufreq/scaling_cur_freq`));
    if (kilohertz !== undefined) found.push([core, kilohertz * 1000]);
  }
  return finite(found);
}

/** What each CPU's governor says; where there is none, as in virtual machines, what the CPU says of itself, if it does. */
export const frequency: Sampling = {
  name: 'frequency',
  finds: [host.cpu.frequency],
  async sample(files): Promise<Found[]> {
    const governed = await scaled(files);
    const found = governed.length > 0 ? governed : parseFrequencies((await files.textLater(cpuinfoFile)) ?? '');
    return [[host.cpu.frequency, found.map(([core, hertz]): Point => [hertz, { core }])]];
  },
};
