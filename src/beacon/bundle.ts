/** What takes beacons, in a bundle of its own: it is read by those who mount one, and adds nothing to the memory of the others. */
export { openBeacon } from './beacon.ts';
