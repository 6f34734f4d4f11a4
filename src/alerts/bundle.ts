/** For rules of one's own: conditions on definitions, and what derives from an objective. A bundle of its own, which no service loads. */
export { type Objective, burnRates, missedOver } from './burn-rate.ts';
export { type Deployment, type Jobs, type Role, type Targets, defaultDeployment } from './deployment.ts';
export { foreign } from './foreign.ts';
export { type Match, type Target, type Where, bucket, buckets, count, label, labels, series, sum } from './promql.ts';
export type { Alert, Group, Recording, Rule, Rules, Severity, Team } from './rule.ts';
export type { Thresholds } from './thresholds.ts';
