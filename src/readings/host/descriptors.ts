import { host } from '../../catalogue/host.ts';
import { wholes } from '../numbers.ts';
import { type Found, type Reading, UnreadableError } from '../reading.ts';

/** `1010  0  2466183`: allocated, of which unused, limit. https://docs.kernel.org/admin-guide/sysctl/fs.html#file-max-file-nr */
export function parseDescriptors(text: string): readonly [usage: number, limit: number] | undefined {
  const [allocated, unused, limit] = wholes(text);
  return allocated === undefined || unused === undefined || limit === undefined ? undefined : [Math.max(0, allocated - unused), limit];
}

const file = 'proc/sys/fs/file-nr';
const { usage, limit } = host.descriptors;

export const descriptors: Reading = {
  name: 'descriptors',
  finds: [usage, limit],
  read(files): Found[] {
    const found = parseDescriptors(files.text(file));
    if (found === undefined) throw new UnreadableError(file, 'three numbers expected');
    return [
      [usage, [[found[0], {}]]],
      [limit, [[found[1], {}]]],
    ];
  },
};
