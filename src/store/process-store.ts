import { Store } from './store.ts';

/** The store of this process: what is recorded anywhere in it is read here. */
export const store = new Store();
