import type { MeterProvider } from '@opentelemetry/api';
import { HostMetricsInstrumentation } from '@opentelemetry/instrumentation-host-metrics';

/** Reads these groups with OpenTelemetry's host metrics, whenever the provider collects. */
export function readHost(provider: MeterProvider, metricGroups: string[]): void {
  const instrumentation = new HostMetricsInstrumentation({ enabled: false, metricGroups });
  instrumentation.setMeterProvider(provider);
  instrumentation.enable();
}
