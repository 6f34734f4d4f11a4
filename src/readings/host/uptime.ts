import { uptime as ownUptime } from 'node:os';
import { host } from '../../catalogue/host.ts';
import { numberIn } from '../numbers.ts';
import { type Found, type Reading, UnreadableError } from '../reading.ts';

/** `2499.05 2306.28`: seconds since boot, and those that all cores were idle. */
export const parseUptime = (text: string): number | undefined => numberIn(/^(\d+\.\d+) /.exec(text)?.[1]);

const file = 'proc/uptime';

export const uptime: Reading = {
  name: 'uptime',
  finds: [host.uptime],
  read(files): Found[] {
    const text = files.textIfAny(file);
    const seconds = text === undefined ? ownUptime() : parseUptime(text);
    if (seconds === undefined) throw new UnreadableError(file, 'seconds expected');
    return [[host.uptime, [[seconds, {}]]]];
  },
};
