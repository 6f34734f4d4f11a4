import { counter, histogram } from './define.ts';
import { method, seconds } from './http.ts';

const app = { name: 'autonomica.frontend.app', keep: 50, optional: true } as const;
const page = { name: 'autonomica.frontend.page', keep: 50, optional: true } as const;
const route = { name: 'url.template', keep: 50, optional: true } as const;
const error = { name: 'error.type', keep: 50, optional: true } as const;
const action = { name: 'autonomica.frontend.action', keep: 50 } as const;
const outcome = { name: 'autonomica.frontend.action.outcome', of: ['ok', 'error'], optional: true } as const;
/** How the page was come to: https://github.com/GoogleChrome/web-vitals#metric */
const type = {
  name: 'browser.web_vital.navigation_type',
  of: ['navigate', 'reload', 'back-forward', 'back-forward-cache', 'prerender', 'restore', 'soft-navigation'],
  optional: true,
} as const;

/** A vital of pages. Good, in need of improvement and poor are read off its buckets: https://web.dev/articles/vitals */
const vital = { attributes: { app, page, type }, limit: 50 } as const;

/**
 * What users' browsers see, as they tell it: anyone can, so it is no truth for an objective. Together these take half of the budget of lines at
 * most, so that nobody outside displaces what the application measures of itself.
 */
export const frontend = {
  load: histogram({
    name: 'autonomica.frontend.page.load.duration',
    unit: 's',
    means: 'How long a page took to load, or to be shown where it was navigated to without loading.',
    attributes: { app, page, route, type },
    buckets: [0.25, 0.5, 1, 1.5, 2, 2.5, 3, 4, 6, 8, 10, 15, 30],
    limit: 80,
  }),
  vital: {
    lcp: histogram({
      ...vital,
      name: 'autonomica.frontend.web_vital.lcp',
      unit: 's',
      means: 'Largest Contentful Paint; good up to 2.5 s, poor above 4 s.',
      buckets: [0.5, 1, 1.5, 2, 2.5, 3, 4, 6, 8, 12],
    }),
    fcp: histogram({
      ...vital,
      name: 'autonomica.frontend.web_vital.fcp',
      unit: 's',
      means: 'First Contentful Paint; good up to 1.8 s, poor above 3 s.',
      buckets: [0.4, 0.8, 1.2, 1.8, 2.4, 3, 4.5, 6, 10],
    }),
    inp: histogram({
      ...vital,
      name: 'autonomica.frontend.web_vital.inp',
      unit: 's',
      means: 'Interaction to Next Paint; good up to 0.2 s, poor above 0.5 s.',
      buckets: [0.04, 0.08, 0.12, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2],
    }),
    ttfb: histogram({
      ...vital,
      name: 'autonomica.frontend.web_vital.ttfb',
      unit: 's',
      means: 'Time to First Byte; good up to 0.8 s, poor above 1.8 s.',
      buckets: [0.1, 0.2, 0.4, 0.6, 0.8, 1.2, 1.8, 2.5, 4, 8],
    }),
    cls: histogram({
      ...vital,
      name: 'autonomica.frontend.web_vital.cls',
      unit: '',
      means: 'Cumulative Layout Shift; good up to 0.1, poor above 0.25.',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.4, 0.6, 1],
    }),
  },
  actions: counter({
    name: 'autonomica.frontend.user_actions',
    unit: '{action}',
    means: 'What users did.',
    attributes: { app, action, page, outcome },
    limit: 150,
  }),
  action: histogram({
    name: 'autonomica.frontend.user_action.duration',
    unit: 's',
    means: 'How long it took what users did, of what has a duration.',
    attributes: { app, action, outcome },
    buckets: seconds,
    limit: 40,
  }),
  request: histogram({
    name: 'autonomica.frontend.api.request.duration',
    unit: 's',
    means: 'Duration of the requests of pages, as browsers see them.',
    attributes: {
      app,
      method,
      route: { ...route, optional: false },
      status: { name: 'http.response.status_code', keep: 60, optional: true },
      error,
    },
    buckets: seconds,
    limit: 100,
  }),
  errors: counter({
    name: 'autonomica.frontend.errors',
    unit: '{error}',
    means: 'Errors that nothing in a page caught, by their class.',
    attributes: { app, page, error: { ...error, optional: false } },
    limit: 100,
  }),
  beacons: counter({
    name: 'autonomica.frontend.beacon.requests',
    unit: '{request}',
    means: 'Beacons of browsers, or of whoever posts: those that were accepted, and those that were refused by the reason.',
    attributes: {
      outcome: { name: 'autonomica.frontend.beacon.outcome', of: ['accepted', 'refused'] },
      reason: {
        name: 'autonomica.reason',
        of: ['method', 'content_type', 'origin', 'size', 'slow', 'aborted', 'busy', 'client_rate', 'overall_rate', 'json', 'schema'],
        optional: true,
      },
    },
  }),
} as const;
