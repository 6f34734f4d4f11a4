import { isIP } from 'node:net';

/** A proxy may say the port as well: `192.0.2.1:443`, `[2001:db8::1]:443`. */
const bare = (said: string): string =>
  said
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');

/** Who has an address of IPv6 has its whole network, 64 bits, and would be another client with each of its addresses. */
function networkOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  const [left = [], right = []] = address.split('::').map((side) => (side === '' ? [] : side.split(':')));
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':').toLowerCase()}::/64`;
}

export interface Hops {
  /** The address of who is connected, where it is known. */
  readonly address: string | undefined;
  /** `X-Forwarded-For`, to which each proxy adds by whom it was asked. */
  readonly forwarded: string | undefined;
  /** How many proxies are the operator's own. */
  readonly trusted: number;
}

/** Whose beacon it is, to tell clients apart by; undefined where nobody knows. What is before the trusted proxies may be made up. */
export function clientOf({ address, forwarded = '', trusted }: Hops): string | undefined {
  const earlier = trusted === 0 || forwarded === '' ? [] : forwarded.split(',').toReversed();
  const chain = [address ?? '', ...earlier].map(bare);
  const client = chain[Math.min(trusted, chain.length - 1)] ?? '';
  const family = isIP(client);
  if (family === 0) return undefined;
  return family === 4 ? client : networkOf(client);
}
