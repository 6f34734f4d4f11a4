import type { Instrumentation } from '../src/instrumentation.ts';
import type { readHost } from './host-metrics.ts';

type Bundle = (builtIn: (name: string) => unknown) => { readHost: typeof readHost };

/**
 * OpenTelemetry's host metrics are a bundle of their own, loaded once the endpoint listens.
 * Never their network group: it runs a shell at every scrape and sees one interface.
 */
const reads = (metricGroups: string[], facts: Omit<Instrumentation, 'attach' | 'late' | 'library'>): Instrumentation => ({
  ...facts,
  library: '@opentelemetry/instrumentation-host-metrics',
  late: true,
  attach({ provider, openTelemetry, report }) {
    const bundle = require('./host-metrics.cjs') as Bundle;
    bundle(() => openTelemetry).readHost(provider, metricGroups);
    report('attached');
  },
});

export const processFacts = reads(['process.cpu', 'process.memory'], { name: 'process' });
export const machineFacts = reads(['system.cpu', 'system.memory'], { name: 'machine', setting: 'machine' });
