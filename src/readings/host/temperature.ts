import { host } from '../../catalogue/host.ts';
import type { Found, Sampling } from '../reading.ts';
import type { Point } from '../write.ts';
import { chipsOf, type Sensor } from './sensors.ts';
import { zonesOf } from './zones.ts';

const { current, limit } = host.temperature;

/** The same sensors, none with an id that another has: the second of two is `…#2`. */
export function distinct(sensors: readonly Sensor[]): Sensor[] {
  const times = new Map<string, number>();
  const sorted = sensors.toSorted((a, b) => (`${a.id} ${a.name} ${a.location}` < `${b.id} ${b.name} ${b.location}` ? -1 : 1));
  return sorted.map((sensor) => {
    const nth = (times.get(sensor.id) ?? 0) + 1;
    times.set(sensor.id, nth);
    return nth === 1 ? sensor : { ...sensor, id: `${sensor.id}#${nth}` };
  });
}

const pointsOf = (value: number | undefined, attributes: Point[1]): Point[] => (value === undefined ? [] : [[value, attributes]]);
const limitsOf = ({ id, degraded, critical }: Sensor): Point[] => [
  ...pointsOf(degraded, { id, type: 'high.degraded' }),
  ...pointsOf(critical, { id, type: 'high.critical' }),
];

/** What the machine's thermometers say. Virtual machines have none. */
export const temperature: Sampling = {
  name: 'temperature',
  finds: [current, limit],
  async sample(files): Promise<Found[]> {
    const chips = await chipsOf(files);
    const sensors = distinct([...chips.flatMap((chip) => chip.sensors), ...(await zonesOf(files, chips))]);
    return [
      [current, sensors.flatMap(({ id, name, location, celsius }) => pointsOf(celsius, { id, name, location }))],
      [limit, sensors.flatMap(limitsOf)],
    ];
  },
};
