import { host } from '../../catalogue/host.ts';
import { numberIn } from '../numbers.ts';
import { type Reading, UnreadableError } from '../reading.ts';

/** `0.20 0.18 0.12 1/80 11206`: https://man7.org/linux/man-pages/man5/proc_loadavg.5.html */
export function parseLoad(text: string): readonly [one: number, five: number, fifteen: number] | undefined {
  const [one, five, fifteen] = (/^(\d+\.\d+) (\d+\.\d+) (\d+\.\d+) /.exec(text) ?? []).slice(1).map(numberIn);
  return one === undefined || five === undefined || fifteen === undefined ? undefined : [one, five, fifteen];
}

const file = 'proc/loadavg';
const { one, five, fifteen } = host.load;

export const load: Reading = {
  name: 'load',
  finds: [one, five, fifteen],
  read(files) {
    const loads = parseLoad(files.text(file));
    if (loads === undefined) throw new UnreadableError(file, 'three load averages expected');
    return [one, five, fifteen].map((definition, i) => [definition, [[loads[i] as number, {}]]]);
  },
};
