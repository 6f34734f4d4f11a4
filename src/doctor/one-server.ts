import { isLoopback } from '../loopback.ts';

const placeOf = ({ port, protocol, pathname }: URL): string => `${protocol}//:${port}${pathname.replace(/\/$/, '')}`;

/** How sure it is that two URLs are of one server: what is on this machine has another name in a container, and the same port. */
export function likeness(url: string, other: string): 'same' | 'likely' | undefined {
  if (!URL.canParse(url) || !URL.canParse(other)) return undefined;
  const [one, two] = [new URL(url), new URL(other)];
  if (placeOf(one) !== placeOf(two)) return undefined;
  if (one.hostname === two.hostname || (isLoopback(one.hostname) && isLoopback(two.hostname))) return 'same';
  return isLoopback(one.hostname) || isLoopback(two.hostname) ? 'likely' : undefined;
}

/** The one that a URL means; of several that are only likely, none. */
export function meantBy<T>(url: string, all: readonly T[], urlOf: (one: T) => string): T | undefined {
  const likely = all.filter((one) => likeness(url, urlOf(one)) === 'likely');
  return all.find((one) => likeness(url, urlOf(one)) === 'same') ?? (likely.length === 1 ? likely[0] : undefined);
}
