import { parseArgs } from 'node:util';

export const usage = `npm start [-- --seconds N]

  --seconds N   stops by itself after N seconds
  PORT          where the demo's API listens; unset, on a free port
  OTEL_EXPORTER_PROMETHEUS_PORT   where its metrics are; unset, on 9464, or on a free port when that is taken;
                                  those of the models, the agents and the worker are on the ports after it;
                                  the machine's are on 8000, or on a free port when that is taken
`;

export interface Options {
  /** Unset, it runs until it is stopped. */
  readonly seconds: number | undefined;
  readonly help: boolean;
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 2_000_000)) throw new Error(`--seconds: ${JSON.stringify(text)} is not a number of seconds`);
  return seconds;
}

/** @throws Error that says what is wrong with the arguments */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: { seconds: { type: 'string' }, help: { type: 'boolean', default: false } } });
  return { seconds: values.seconds === undefined ? undefined : secondsOf(values.seconds), help: values.help };
}
