import type { Domain } from '../alerts/rule.ts';

/** Dashboards are called as their domain is; two are of several. */
export type Name = Domain | 'overview' | 'slo';
