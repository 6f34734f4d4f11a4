import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Files } from '../../../src/readings/files.ts';
import { parseTemperature } from '../../../src/readings/host/sensors.ts';
import { distinct, temperature } from '../../../src/readings/host/temperature.ts';
import { isTotal, numbersIn, onLinux, thisMachine, tree } from './trees.ts';

type Points = readonly (readonly [
  value: number,
  attributes: { readonly id: string; readonly name?: string; readonly location?: string },
])[];
const told = async (files: Files): Promise<readonly [current: Points, limits: Points]> =>
  (await temperature.sample(files)).map(([, points]) => points) as unknown as [Points, Points];
const lines = (points: Points): string[] =>
  points.map(([value, { id, name = '-', location = '-' }]) => `${id} | ${name} | ${location} | ${value}`);

const disk = (n: number): string => `pci0000:00/0000:00:1d.${n === 0 ? 0 : 4}/0000:0${n + 2}:00.0/nvme/nvme${n}`;

describe('temperatures', () => {
  it('bare-server: are of its chips, and of the zones that no chip covers', async () => {
    const [current] = await told(tree('bare-server'));
    assert.deepEqual(lines(current), [
      `${disk(0)}/temp1 | nvme | Composite | 37.85`,
      `${disk(0)}/temp2 | nvme | Sensor 1 | 42.85`,
      `${disk(0)}/temp3 | nvme | Sensor 1 | 43.85`,
      `${disk(1)}/temp1 | nvme | Composite | 38.85`,
      `${disk(1)}/temp2 | nvme | Sensor 1 | 43.85`,
      `${disk(1)}/temp3 | nvme | Sensor 1 | 44.85`,
      'platform/coretemp.0/temp1 | coretemp | Package id 0 | 48',
      'platform/coretemp.0/temp2 | coretemp | Core 0 | 44',
      'platform/coretemp.0/temp3 | coretemp | Core 1 | 45',
      'platform/coretemp.0/temp4 | coretemp | Core 2 | 46',
      'platform/coretemp.0/temp5 | coretemp | Core 3 | 47',
      'platform/nct6775.656/temp1 | nct6798 | SYSTIN | 31',
      'platform/nct6775.656/temp2 | nct6798 | AUXTIN0 | -62',
      'virtual/thermal/thermal_zone0/temp1 | acpitz | - | 27.8',
      'virtual/thermal/thermal_zone2 | - | pch_cannonlake | 51.5',
    ]);
  });

  it('bare-server: have the limits that were set', async () => {
    const [, limits] = await told(tree('bare-server'));
    const of = (id: string): unknown => limits.filter(([, attributes]) => attributes.id === id);
    assert.deepEqual(of('platform/coretemp.0/temp1'), [
      [82, { id: 'platform/coretemp.0/temp1', type: 'high.degraded' }],
      [100, { id: 'platform/coretemp.0/temp1', type: 'high.critical' }],
    ]);
    assert.deepEqual(of('virtual/thermal/thermal_zone0/temp1'), [
      [119, { id: 'virtual/thermal/thermal_zone0/temp1', type: 'high.critical' }],
    ]);
    assert.deepEqual(of('platform/nct6775.656/temp1'), []);
  });

  it('arm-board: are those of its zones, two of one type apart', async () =>
    assert.deepEqual(lines((await told(tree('arm-board')))[0]), [
      'virtual/thermal/thermal_zone0 | - | soc-thermal | 52.777',
      'virtual/thermal/thermal_zone1 | - | gpu-thermal | 50.555',
      'virtual/thermal/thermal_zone2 | - | soc-thermal | -1.25',
    ]));

  for (const name of ['vm', 'many-cores'] as const) it(`${name}: are none`, async () => assert.deepEqual(await told(tree(name)), [[], []]));

  it('garbage: are those that can be read', async () => {
    const [current, limits] = await told(tree('garbage'));
    assert.deepEqual(lines(current), ['virtual/hwmon/unnamed/temp2 | - | - | 21']);
    assert.deepEqual(limits, []);
  });

  it('of sensors with one id stay apart', () => {
    const same = { id: 'a', name: 'b', location: 'c', celsius: 1 };
    assert.deepEqual(
      distinct([same, { ...same, celsius: 2 }, { ...same, id: 'b' }]).map(({ id }) => id),
      ['a', 'a#2', 'b'],
    );
  });

  it('are finite, whatever a file says', () => isTotal('sys/class/hwmon/hwmon3/temp1_input', (text) => parseTemperature(text)));

  if (onLinux) {
    describe('of a copy of bare-server', () => {
      let root = '';
      before(() => {
        root = mkdtempSync(join(tmpdir(), 'autonomica-sensors-'));
        cpSync(tree('bare-server').path('sys'), join(root, 'sys'), { recursive: true, verbatimSymlinks: true });
      });
      after(() => rmSync(root, { recursive: true }));

      it('keep their ids when the chips are numbered in another order', async () => {
        const first = await told(new Files(root));
        const chips = join(root, 'sys/class/hwmon');
        for (const [from, to] of [
          [1, 11],
          [2, 1],
          [11, 2],
          [4, 7],
        ] as const)
          renameSync(join(chips, `hwmon${from}`), join(chips, `hwmon${to}`));
        assert.deepEqual(await told(new Files(root)), first);
      });

      it('leave out a sensor that fails, and keep the others', async () => {
        const first = lines((await told(new Files(root)))[0]);
        const sensor = join(root, 'sys/devices/platform/coretemp.0/hwmon/hwmon3/temp1_input');
        rmSync(sensor);
        // to read a process's memory at 0 gives EIO
        symlinkSync('/proc/self/mem', sensor);
        assert.deepEqual(
          lines((await told(new Files(root)))[0]),
          first.filter((line) => !line.includes('Package id 0')),
        );
      });
    });

    it('this machine: are finite', async () => {
      numbersIn(await told(thisMachine));
    });
  }
});
