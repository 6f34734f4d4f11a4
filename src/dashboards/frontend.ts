import { count, series } from '../alerts/promql.ts';
import type { Thresholds } from '../alerts/thresholds.ts';
import { frontend } from '../catalogue/frontend.ts';
import { type Boards, type Line, row } from './board.ts';
import { byStatus } from './by-status.ts';
import { outcomes, statuses } from './colours.ts';
import { chosen, per, quantile, rate, selected, share, sumOf, top } from './expressions.ts';
import { lines } from './lines.ts';
import { number } from './number.ts';
import type { Bounds } from './panel.ts';
import { instance, job, values } from './variables.ts';

const { vital, load, errors, request, actions, action, beacons } = frontend;
const app = { app: chosen('app') };
const where = { ...app, page: chosen('page') };
const none = 'no views';

type Limits = Thresholds['frontend'];

/** Above the first somebody is told, above the second a vital is poor: https://web.dev/articles/vitals */
export const boundsOf = (limits: Limits) =>
  ({
    lcp: { warn: limits.lcpSeconds, bad: 4 },
    inp: { warn: limits.inpSeconds, bad: 0.5 },
    cls: { warn: limits.cls, bad: 0.25 },
    ttfb: { warn: 0.8, bad: 1.8 },
  }) as const satisfies Readonly<Record<string, Bounds>>;

const words = {
  lcp: { name: 'Largest Contentful Paint', unit: 's', description: 'When the largest thing of a page was there' },
  inp: { name: 'Interaction to Next Paint', unit: 's', description: 'How long a page took to answer its user' },
  cls: { name: 'Cumulative Layout Shift', unit: 'none', description: 'How much of a page jumped about' },
  ttfb: { name: 'Time to First Byte', unit: 's', description: 'How long the first of a page took to come' },
} as const;
type Vital = keyof typeof words;

const now = (limits: Limits): Line =>
  row(
    100,
    'Web vitals of all pages, three views of four',
    4,
    ...(Object.keys(words) as Vital[]).map((key, at) =>
      number(1 + at, words[key].name, {
        description: `${words[key].description}, for three views of four. Orange is in need of improvement, red is poor.`,
        unit: words[key].unit,
        queries: [{ expr: quantile(0.75, vital[key], where) }],
        bounds: boundsOf(limits)[key],
        none,
      }),
    ),
  );

const vitals = (limits: Limits): Line =>
  row(
    101,
    'Web vitals by page, three views of four',
    8,
    ...(['lcp', 'inp', 'cls'] as const).map((key, at) =>
      lines(5 + at, `${words[key].name} by page`, {
        description: `${words[key].description}, of the ten worst pages. The lines are where it needs improvement, and where it is poor.`,
        unit: words[key].unit,
        queries: [per(vital[key], ['page'], (by) => top(quantile(0.75, vital[key], where, selected, by)))],
        bounds: boundsOf(limits)[key],
        upTo: boundsOf(limits)[key].bad,
        none,
      }),
    ),
  );

const views = (): Line =>
  row(
    102,
    'Views and errors',
    8,
    lines(8, 'Views by page', {
      description: 'Pages that were loaded or navigated to, a second.',
      unit: 'ops',
      queries: [per(load, ['page'], (by) => top(sumOf(rate(count(load, where, selected)), by)))],
      none,
    }),
    lines(9, 'Load time by page, p75', {
      description: 'How long pages took to load, for three views of four, of the ten slowest.',
      unit: 's',
      queries: [per(load, ['page'], (by) => top(quantile(0.75, load, where, selected, by)))],
      none,
    }),
    lines(10, 'Errors', {
      description: 'Errors that nothing in a page caught, by their class.',
      unit: 'cps',
      queries: [per(errors, ['page', 'error'], (by) => top(sumOf(rate(series(errors, where, selected)), by)))],
      none: 'no errors',
    }),
  );

const requests = (limits: Limits): Line =>
  row(
    103,
    'Requests of pages',
    8,
    lines(11, 'Requests by status', {
      description: 'What pages were answered, as browsers see it. Without an answer are those that never arrived.',
      unit: 'reqps',
      calcs: ['mean', 'max'],
      queries: byStatus(request, app, selected),
      stacked: true,
      colours: statuses,
      none: 'none sent',
    }),
    lines(12, 'Duration by route, p95', {
      description: 'How long requests took, the network between included, of the ten slowest routes.',
      unit: 's',
      queries: [per(request, ['route'], (by) => top(quantile(0.95, request, app, selected, by)))],
      none: 'none sent',
    }),
    lines(13, 'Failed by route', {
      description: 'Share of the requests to a route that got an error or no answer.',
      unit: 'percentunit',
      bounds: { warn: limits.requestErrorRatio },
      upTo: limits.requestErrorRatio,
      queries: [
        per(request, ['route'], (by) => {
          const [bad, all] = [{ ...app, error: /.+/ }, app].map((of) => sumOf(rate(count(request, of, selected)), by)) as [string, string];
          return top(share(bad, all));
        }),
      ],
      none: 'none sent',
    }),
  );

const users = (): Line =>
  row(
    104,
    'Users, and how this is known',
    8,
    lines(14, 'Actions', {
      description: 'What users did, the ten most frequent.',
      unit: 'ops',
      queries: [per(actions, ['action', 'outcome'], (by) => top(sumOf(rate(series(actions, where, selected)), by)))],
      none: 'none told',
    }),
    lines(15, 'Duration of actions, p95', {
      description: 'How long it took what users did, of what has a duration.',
      unit: 's',
      queries: [per(action, ['action'], (by) => top(quantile(0.95, action, app, selected, by)))],
      none: 'none told',
    }),
    lines(16, 'Beacons', {
      description: 'What browsers, or whoever posts, sent: accepted, or refused, by the reason.',
      unit: 'reqps',
      queries: [per(beacons, ['outcome', 'reason'], (by) => `${sumOf(rate(series(beacons, {}, selected)), by)} > 0`)],
      colours: outcomes,
      none: 'no beacons',
    }),
  );

/** What users' browsers see. */
export const frontendBoard: Boards = ({ thresholds: { frontend: limits } }) => ({
  name: 'frontend',
  title: 'Frontend',
  description: 'What users see of the pages, as their browsers tell it.',
  team: 'frontend',
  variables: [job(beacons), instance(beacons), values('app', 'Application', load, 'app'), values('page', 'Page', load, 'page')],
  lines: [now(limits), vitals(limits), views(), requests(limits), users()],
});
