import { isIP, isIPv4 } from 'node:net';

/** A proxy may say the port as well: `192.0.2.1:443`, `[2001:db8::1]:443`. */
function bare(said: string): string {
  const address = said.trim();
  if (address.startsWith('[')) return address.replace(/^\[(.*)\](?::\d+)?$/, '$1');
  return address.includes('.') ? address.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1') : address;
}

/** Who has an address of IPv6 has its whole network, 64 bits, and would be another client with each of its addresses. */
function networkOf(said: string): string {
  const [address = ''] = said.toLowerCase().split('%', 1);
  const mapped = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : '';
  if (isIPv4(mapped)) return mapped;
  const begun = address.startsWith('::') ? `0${address}` : address;
  const groups = begun.replace('::', `${':0'.repeat(9 - begun.split(':').length)}:`);
  return `${groups.split(':', 4).join(':')}::/64`;
}

export interface Hops {
  /** The address of who is connected, where it is known: the system is asked for it, so only where it matters. */
  readonly address: () => string | undefined;
  /** `X-Forwarded-For`, to which each proxy adds by whom it was asked. */
  readonly forwarded: string | undefined;
  /** How many proxies are the operator's own. */
  readonly trusted: number;
}

/** Whose beacon it is, to tell clients apart by; undefined where nobody knows. What is before the trusted proxies may be made up. */
export function clientOf({ address, forwarded = '', trusted }: Hops): string | undefined {
  const said = trusted === 0 || forwarded === '' ? [address() ?? ''] : forwarded.split(',');
  const client = bare(said.at(-trusted) ?? said[0] ?? '');
  const family = isIP(client);
  if (family === 0) return undefined;
  return family === 4 ? client : networkOf(client);
}
