import type { RequestListener } from 'node:http';
import { askedOf } from './answer.ts';

/** What else answers on the endpoint's server, by the exact path, whatever the method. */
export type Mounts = Readonly<Record<string, RequestListener>>;

/** Answers by path: what is mounted there, else the endpoint. */
export const mounted =
  (mounts: Mounts, endpoint: RequestListener): RequestListener =>
  (request, response) => {
    const { path } = askedOf(request);
    const listener = Object.hasOwn(mounts, path) ? mounts[path] : undefined;
    (listener ?? endpoint)(request, response);
  };
