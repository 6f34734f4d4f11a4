import { named, type Size } from './grid.ts';
import { bold, dim, fit, type Line, plain, widthOf } from './line.ts';
import { command, type Measured } from './measured-service.ts';
import type { Monitoring } from './monitoring.ts';
import type { Broker } from './redis.ts';
import type { Site } from './site.ts';

export type Addresses = Pick<Measured, 'name' | 'file' | 'url' | 'endpoint'>;

export function title({ columns }: Size): Line {
  const what = [plain(' '), bold(command)];
  const hint = dim('Ctrl-C stops');
  const gap = columns - widthOf(what) - widthOf([hint]);
  return gap < 2 ? what : [...what, plain(' '.repeat(gap)), hint];
}

/** A link is never cut: where it does not fit it wraps, so that it can be followed. */
const siteLine = (name: string, { link, text }: Site, { columns }: Size): Line =>
  link ? named(name, [plain(text)]) : fit(named(name, [dim(text)]), columns);

export const monitoringLines = ({ graphs, alerts }: Monitoring, size: Size): Line[] => [
  siteLine('alerts', alerts, size),
  siteLine('graphs', graphs, size),
];

export const doctorLine = (text: string): Line => named('doctor', [plain(text)]);

export const brokerLine = ({ text }: Broker): Line => named('broker', [plain(text)]);

/** Its users are those who open it: what the load sends as pages do says of itself that it is invented. */
export const pageText = ({ url }: Pick<Measured, 'url'>): string =>
  `${url}/  what you do there is measured as app="console", invented visits as app="invented"`;

export const pageLine = (api: Pick<Measured, 'url'>): Line => named('page', [plain(pageText(api))]);
