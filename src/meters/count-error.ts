import { api } from '../catalogue/api.ts';
import { metersOf } from './define.ts';
import { errorTypeOf } from './error-type.ts';

const meters = metersOf({ errors: api.errors });

/** Counts an error of a part of the application by its code, else its class; its message goes nowhere. */
export const countError = (component: string, error: unknown): void => meters.errors.add(1, { component, error: errorTypeOf(error) });
