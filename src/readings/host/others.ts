import { cpus, loadavg, totalmem, uptime } from 'node:os';
import { host } from '../../catalogue/host.ts';
import type { Found, Reading } from '../reading.ts';

const { cpu, load, memory, booted } = host;
const loads = [load.one, load.five, load.fifteen] as const;

/** What Node knows of a machine without /proc. Windows has no load averages: they would be 0. */
export function others(platform: NodeJS.Platform, clock: () => number = Date.now): Reading {
  const averaged = platform === 'win32' ? [] : loads;
  // once: it would follow every step of the clock, and change by fractions from one scrape to the next
  const bootTime = Math.round(clock() / 1000 - uptime());
  return {
    name: 'os',
    finds: [cpu.logical, memory.limit, host.uptime, booted, ...averaged],
    read(): Found[] {
      const averages = loadavg();
      // 0 where a sandbox hides them
      const logical = cpus().length;
      return [
        [cpu.logical, logical === 0 ? [] : [[logical, {}]]],
        [memory.limit, [[totalmem(), {}]]],
        [host.uptime, [[uptime(), {}]]],
        [booted, [[bootTime, {}]]],
        ...averaged.map((definition, i): Found => [definition, [[averages[i] ?? 0, {}]]]),
      ];
    },
  };
}
