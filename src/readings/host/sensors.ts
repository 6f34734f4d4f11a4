import { basename } from 'node:path';
import type { Files } from '../files.ts';
import { numberIn } from '../numbers.ts';

/** A thermometer, and its reading in °C. What it does not say now is left out. */
export interface Sensor {
  /** Where its device is below /sys/devices, which a restart does not change, and its name there. */
  readonly id: string;
  readonly name?: string | undefined;
  readonly location?: string | undefined;
  readonly celsius: number | undefined;
  readonly degraded?: number | undefined;
  readonly critical?: number | undefined;
}

/** A chip of /sys/class/hwmon with thermometers. */
export interface Chip {
  readonly device: string;
  readonly name: string | undefined;
  readonly sensors: readonly Sensor[];
}

/** Files of /sys say m°C. https://docs.kernel.org/hwmon/sysfs-interface.html */
export function parseTemperature(text: string | undefined): number | undefined {
  const milli = numberIn(text);
  return milli === undefined ? undefined : milli / 1000;
}

/** A chip says 0 for a limit that was never set. */
function limitOf(text: string | undefined): number | undefined {
  const limit = parseTemperature(text);
  return limit !== undefined && limit > 0 ? limit : undefined;
}

export async function lineOf(files: Files, name: string): Promise<string | undefined> {
  return (await files.textLater(name))?.trim() || undefined;
}

export const withoutPrefix = (target: string | undefined): string | undefined => target?.replace(/^sys\/devices\//, '');

/** Chips of no device, as drivers that are software register them, are known by their name only. */
async function deviceOf(files: Files, folder: string, name: string | undefined): Promise<string> {
  const device = withoutPrefix(await files.target(`${folder}/device`));
  return device ?? `virtual/hwmon/${name ?? 'unnamed'}`;
}

async function sensorOf(files: Files, chip: Omit<Chip, 'sensors'>, path: string, there: ReadonlySet<string>): Promise<Sensor> {
  const sensor = basename(path);
  const textOf = async (what: string): Promise<string | undefined> =>
    there.has(`${sensor}_${what}`) ? files.textLater(`${path}_${what}`) : undefined;
  return {
    id: `${chip.device}/${sensor}`,
    name: chip.name,
    location: (await textOf('label'))?.trim() || undefined,
    celsius: parseTemperature(await textOf('input')),
    degraded: limitOf(await textOf('max')),
    critical: limitOf(await textOf('crit')),
  };
}

async function chipOf(files: Files, folder: string): Promise<Chip> {
  const name = await lineOf(files, `${folder}/name`);
  const chip = { device: await deviceOf(files, folder, name), name };
  const there = new Set(await files.listLater(folder));
  const sensors: Sensor[] = [];
  for (const file of there) {
    const [, sensor] = /^(temp\d+)_input$/.exec(file) ?? [];
    if (sensor !== undefined) sensors.push(await sensorOf(files, chip, `${folder}/${sensor}`, there));
  }
  return { ...chip, sensors };
}

/** One after another: one that hangs on its bus holds a single thread of the pool. */
export async function chipsOf(files: Files): Promise<Chip[]> {
  const folder = 'sys/class/hwmon';
  const chips: Chip[] = [];
  for (const name of await files.listLater(folder)) chips.push(await chipOf(files, `${folder}/${name}`));
  return chips.filter(({ sensors }) => sensors.length > 0);
}
