import { compute } from './host/compute.ts';
import { memory } from './host/memory.ts';
import { network } from './host/network.ts';
import { storage } from './host/storage.ts';
import type { Rules } from './rule.ts';

/** Machines, as the collector tells them: services on them tell the same, and are not asked, so that one machine is told once. */
export const hostRules: Rules = ({ jobs, thresholds: { host: limits } }) => {
  if (jobs.collector.length === 0) return [];
  const job = { job: jobs.collector };
  return [
    { name: 'host-compute-alerts', rules: compute(limits, job) },
    { name: 'host-memory-alerts', rules: memory(limits, job) },
    { name: 'host-storage-alerts', rules: storage(limits, job) },
    { name: 'host-network-alerts', rules: network(limits, job) },
  ];
};
