import { api } from '../catalogue/api.ts';
import { pipeline } from '../catalogue/pipeline.ts';
import { metersOf } from './define.ts';

/** What this package records by itself; a test checks its catalogue, so that a start-up need not. */
export const meters = { api: metersOf(api), pipeline: metersOf(pipeline, { exempt: true }) };
