import type { Options } from './options.ts';
import { quietly } from './quietly.ts';

type Rule = readonly [accepts: (value: unknown) => boolean, expects: string];

/** Whether it is the address of something that has an origin, which `localhost:3000` has not. */
export function isAddress(value: unknown, base?: string): value is string {
  try {
    return typeof value === 'string' && new URL(value, base).origin !== 'null';
  } catch {
    return false;
  }
}

const isFind = (value: unknown): boolean => typeof value === 'function';
const isSwitch: Rule = [(value) => typeof value === 'boolean', 'true or false'];

const rules: Readonly<Record<keyof Options, Rule>> = {
  endpoint: [(value) => isAddress(value, document.baseURI), 'a path or a URL'],
  app: [(value) => typeof value === 'string' && value !== '', 'a name'],
  route: [
    (value) => isFind(value) || (Array.isArray(value) && value.every((each) => typeof each === 'string' || isFind(each))),
    'a function or a list of templates',
  ],
  sampleRate: [(value) => typeof value === 'number' && value >= 0 && value <= 1, 'a share from 0 to 1'],
  allowedOrigins: [(value) => Array.isArray(value) && value.every((each) => isAddress(each)), 'a list such as https://api.example.com'],
  vitals: isSwitch,
  api: isSwitch,
  navigation: isSwitch,
  respectDoNotTrack: isSwitch,
};

/** What is wrong in options, and what it must be; what is not set has to be only where nothing is measured without it. */
function wrongIn(options: Options): string[] {
  const given: Readonly<Record<string, unknown>> = { ...options };
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(rules, name));
  const wrong = Object.entries(rules).filter(
    ([name, [accepts]]) => (given[name] !== undefined || name === 'endpoint' || name === 'app') && !accepts(given[name]),
  );
  return [
    ...unknown.map((name) => `"${name}" is unknown`),
    ...wrong.map(([name, [, expects]]) => `"${name}": ${JSON.stringify(given[name]) ?? typeof given[name]} is not ${expects}`),
  ];
}

/** Whether it says where beacons go and whose they are, without which nothing is measured. */
export const isUsable = ({ endpoint, app }: Options): boolean => rules.endpoint[0](endpoint) && rules.app[0](app);

/** Tells who wrote a page what is wrong in the options there. */
export const tellWrong = quietly((options: Options) => {
  const wrong = wrongIn(options);
  if (wrong.length > 0) console.warn(`@autonomica/metrics: init: ${wrong.join('; ')}`);
});
