/** In how much less time all of it happens: a minute is a second. */
const times = 60;
const msOf = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const sooner = (duration: string): string => {
  const [, count, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(duration) ?? [];
  return `${Math.round((Number(count) * msOf[unit as keyof typeof msOf]) / times)}ms`;
};

/**
 * Rules that do in seconds what they do in minutes. Their ranges, offsets and `for` are divided by the same number, as is how long ago a
 * process may have started, which is in seconds; the rest of each expression, and every threshold, is as it is.
 */
export const hurried = (rules: string): string =>
  rules
    .replaceAll(/(?<=\[)\w+(?=\])|(?<= offset )\w+|(?<=^ +(?:for|interval|keep_firing_for): )\w+$/gm, sooner)
    .replaceAll(/(?<=time\(\) - )\d+/g, (seconds) => String(Number(seconds) / times));

/** The configuration of a Prometheus that scrapes and evaluates every second, where it does every 15 s. */
export const oftener = (configuration: string): string =>
  configuration.replaceAll(/^( {2}(?:scrape|evaluation)_(?:interval|timeout)): \w+$/gm, '$1: 1s');
