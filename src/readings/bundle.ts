/**
 * What is read of the machine and of containers, in a bundle of its own: what is imported from here is read when it is first called, after
 * the endpoint listens. Parsed with the rest, it would add to the memory of every start.
 */
export { allContainers } from './container/all.ts';
export { isAccounted } from './container/own.ts';
export { machine } from './host/machine.ts';
export { ownContainer } from './container/own.ts';
