import { parseArgs } from 'node:util';

export const usage = `npm start [-- --seconds N --config FILE]

  --seconds N   stops by itself after N seconds
  --config FILE YAML, as \`autonomica-metrics generate\` takes it: who is told of alerts, and thresholds;
                jobs and targets are the demo's
  PORT          where the demo's API listens; unset, on a free port
  OTEL_EXPORTER_PROMETHEUS_PORT   where its metrics are; unset, on 9464, or on a free port when that is taken;
                                  those of the models, the agents and the worker are on the ports after it;
                                  the machine's are on 8000, or on a free port when that is taken,
                                  and so are Prometheus on 9090 and Alertmanager on 9093; 0, all of them are on free ports
`;

export interface Options {
  /** Unset, it runs until it is stopped. */
  readonly seconds: number | undefined;
  /** A file; unset, nobody is told of alerts. */
  readonly config: string | undefined;
  readonly help: boolean;
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 2_000_000)) throw new Error(`--seconds: ${JSON.stringify(text)} is not a number of seconds`);
  return seconds;
}

/** @throws Error that says what is wrong with the arguments */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: { type: 'string' }, config: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  const { seconds, config, help } = values;
  return { seconds: seconds === undefined ? undefined : secondsOf(seconds), config, help };
}
