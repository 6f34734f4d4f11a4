import type { Files } from '../files.ts';
import { type Chip, lineOf, parseTemperature, type Sensor, withoutPrefix } from './sensors.ts';

const folder = 'sys/class/thermal';

/** Chips that measure what a zone of another name does. */
const sameAs: ReadonlyMap<string, string> = new Map([['x86_pkg_temp', 'coretemp']]);

/** Whether a chip tells a zone's temperature: it is the zone's own, or is named for its type, which zones of one type share. */
const covers = ({ device, name }: Chip, id: string, type: string): boolean =>
  device === id || name === type.replaceAll('-', '_') || name === sameAs.get(type);

async function zoneOf(files: Files, path: string, chips: readonly Chip[]): Promise<Sensor | undefined> {
  const [id, location] = [withoutPrefix(await files.target(path)), await lineOf(files, `${path}/type`)];
  if (id === undefined || chips.some((chip) => covers(chip, id, location ?? ''))) return undefined;
  return { id, location, celsius: parseTemperature(await files.textLater(`${path}/temp`)) };
}

/** The thermal zones that no chip covers: all of them on most ARM boards. https://docs.kernel.org/driver-api/thermal/sysfs-api.html */
export async function zonesOf(files: Files, chips: readonly Chip[]): Promise<Sensor[]> {
  const zones: Sensor[] = [];
  for (const name of await files.listLater(folder)) {
    const zone = /^thermal_zone\d+$/.test(name) ? await zoneOf(files, `${folder}/${name}`, chips) : undefined;
    if (zone) zones.push(zone);
  }
  return zones;
}
