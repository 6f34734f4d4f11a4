import { autonomica } from './autonomica.ts';
import type { Client } from './client.ts';
import type { Attributes } from './data.ts';
import { neverServed, openTelemetry, throughApi } from './open-telemetry.ts';
import { prometheusClient } from './prometheus-client.ts';

const sink = new Float64Array(1);

/** The loop alone: what a measurement costs that records nothing. */
function nothing(): Client {
  const add = (value: number): void => {
    (sink[0] as number) += value;
  };
  const bound = { bind: () => undefined, record: (_: unknown, value: number) => add(value) };
  const instrument = { record: (value: number, { method }: Attributes) => add(value + method.length), bound };
  return { counter: () => instrument, histogram: () => instrument, serve: neverServed };
}

export interface Wanted {
  readonly client: string;
  /** How many series one metric must be able to hold. */
  readonly maxSeries?: number;
}

export function clientOf({ client, maxSeries }: Wanted): Client {
  if (client === 'nothing') return nothing();
  if (client === 'the OpenTelemetry API') return throughApi();
  if (client === 'the OpenTelemetry SDK') return openTelemetry(maxSeries);
  if (client === '@autonomica/metrics') return autonomica(maxSeries ?? 1_024);
  return prometheusClient(client);
}
