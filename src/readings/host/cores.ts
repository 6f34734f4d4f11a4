import { host } from '../../catalogue/host.ts';
import type { Files } from '../files.ts';
import type { Found, Sampling } from '../reading.ts';
import { cpuinfoFile, parseProcessors } from './cpuinfo.ts';

export const cpusFolder = 'sys/devices/system/cpu';

/** The logical CPUs that have a folder, by number. */
export async function cpuFolders(files: Files): Promise<[number: number, folder: string][]> {
  const names = await files.listLater(cpusFolder);
  const numbers = names.filter((name) => /^cpu\d{1,9}$/.test(name)).map((name) => Number(name.slice(3)));
  return numbers.toSorted((a, b) => a - b).map((number) => [number, `${cpusFolder}/cpu${number}`]);
}

/** How many cores those are, of which some may run two threads; undefined where it is not said which core runs which. */
export function countCores(text: string): number | undefined {
  const said = parseProcessors(text).filter(({ package: of, core }) => of !== undefined && core !== undefined);
  return new Set(said.map(({ package: of, core }) => `${of} ${core}`)).size || undefined;
}

async function coreOf(files: Files, folder: string): Promise<string | undefined> {
  const siblings = await files.textLater(`${folder}/topology/core_cpus_list`);
  if (siblings !== undefined) return siblings.trim() || undefined;
  const [of, core] = [await files.textLater(`${folder}/topology/physical_package_id`), await files.textLater(`${folder}/topology/core_id`)];
  return of === undefined || core === undefined ? undefined : `${of.trim()} ${core.trim()}`;
}

async function countFolders(files: Files): Promise<number | undefined> {
  const found = new Set<string>();
  for (const [, folder] of await cpuFolders(files)) {
    const core = await coreOf(files, folder);
    if (core !== undefined) found.add(core);
  }
  return found.size || undefined;
}

/** The machine's cores, which are counted once; none where neither file tells them apart. */
export function cores(): Sampling {
  let counted: number | undefined;
  return {
    name: 'cores',
    finds: [host.cpu.physical],
    async sample(files): Promise<Found[]> {
      counted ??= countCores((await files.textLater(cpuinfoFile)) ?? '') ?? (await countFolders(files));
      return [[host.cpu.physical, counted === undefined ? [] : [[counted, {}]]]];
    },
  };
}
