import type { Route } from './routes.ts';

export interface Options {
  /** Where beacons go, such as `/_metrics/beacon`. */
  readonly endpoint: string;
  /** The name of the application. */
  readonly app: string;
  /** What turns paths into routes: templates such as `/users/:id`, or a function. Without one a path is `/` or `other`. */
  readonly route?: Route | undefined;
  /** The share of page loads that is measured, 0 to 1; all, unless said. */
  readonly sampleRate?: number | undefined;
  /** Origins beside the page's own to which calls are measured, such as `https://api.example.com`. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Whether web vitals are measured; they are, unless said. */
  readonly vitals?: boolean | undefined;
  /** Whether calls by `fetch` and `XMLHttpRequest` are measured; they are, unless said. */
  readonly api?: boolean | undefined;
  /** Whether navigations within the page are measured; they are, unless said. */
  readonly navigation?: boolean | undefined;
  /** Whether nothing is measured for a user who sends Do Not Track or Global Privacy Control; so it is, unless said. */
  readonly respectDoNotTrack?: boolean | undefined;
}
