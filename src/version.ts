import type { Scope } from './store/instrument.ts';

export const packageName = '@autonomica/metrics';
export const version = '0.1.0';

/** The scope of every metric that a catalogue defines. */
export const ourScope: Scope = { name: packageName, version };
