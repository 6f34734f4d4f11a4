import { api } from './api.ts';
import { pipeline } from './pipeline.ts';
import { runtime } from './runtime.ts';

/** Everything this package measures by itself, by domain. */
export const catalogue = { api, runtime, pipeline } as const;
