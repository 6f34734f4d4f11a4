import { api } from '../catalogue/api.ts';
import { pipeline } from '../catalogue/pipeline.ts';
import { runtime } from '../catalogue/runtime.ts';
import { define } from './define.ts';

/** The meters of this package's own catalogue. */
export const meters = { ...define({ api, runtime }), ...define({ pipeline }, { exempt: true }) };
