import type { Instrumentation } from '../src/instrumentation.ts';

/** Groups of OpenTelemetry's host metrics, but never the network: it runs a shell at every scrape and sees one interface. */
const reads = (groups: string[], facts: Omit<Instrumentation, 'attach' | 'late' | 'library'>): Instrumentation => ({
  ...facts,
  library: '@opentelemetry/instrumentation-host-metrics',
  late: true,
  attach({ readHost, report }) {
    readHost(groups);
    report('attached');
  },
});

export const processFacts = reads(['process.cpu', 'process.memory'], { name: 'process' });
export const machineFacts = reads(['system.cpu', 'system.memory'], { name: 'machine', setting: 'machine' });
