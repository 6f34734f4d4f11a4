import { join } from 'node:path';
import { environment, project, run, versionOf, withExpress4, withExpress5 } from './scratch.ts';

/** What is asked of an application, and the route that must be counted; `-` is none. */
export type Row = readonly [method: string, path: string, status: number, route: string];

/** As it is counted. */
export const keyOf = ([method, , status, route]: Row): string => `${method} ${route} ${status}${status >= 500 ? ` ${status}` : ''}`;

export function sums(keys: readonly string[]): Record<string, number> {
  return keys.reduce<Record<string, number>>((all, key) => ({ ...all, [key]: (all[key] ?? 0) + 1 }), {});
}

export interface Application {
  readonly library: string;
  readonly project: () => Promise<string>;
  readonly files: readonly string[];
  readonly rows: readonly Row[];
  /** The status of what no route matches. */
  readonly stray: number;
  /** The same for a method that the conventions do not know. */
  readonly odd: number;
  /** The route of a path that has one. */
  readonly route: (path: string) => string;
}

export const withFrameworks = (): Promise<string> =>
  project(
    `express@${versionOf('express')}`,
    'fastify@5.12.8',
    'koa@3.3.0',
    '@koa/router@15.7.0',
    '@hapi/hapi@21.4.10',
    'hono@4.13.19',
    '@hono/node-server@2.1.9',
    '@nestjs/core@12.5.1',
    '@nestjs/common@12.5.1',
    '@nestjs/platform-express@12.5.1',
    '@nestjs/platform-fastify@12.5.0',
    'reflect-metadata@0.2.2',
    'rxjs@7.8.2',
  );

/** Builds what is below `app` of a folder, as `next build` does. */
export async function buildNext(installed: string, folder: string): Promise<string> {
  const program = join(installed, 'node_modules', 'next', 'dist', 'bin', 'next');
  const env = { ...environment, NEXT_TELEMETRY_DISABLED: '1' };
  const { code, stdout, stderr } = await run(process.execPath, [program, 'build', folder], installed, env);
  if (code !== 0) throw new Error(`next build: exit code ${code}\n${stdout}${stderr}`);
  return installed;
}

/** With what else frontends are made of, since an installation takes long. */
export const withNext = (): Promise<string> =>
  project('next@16.4.5', 'react@19.2.7', 'react-dom@19.2.7', 'react-router@8.5.1', 'vue@3.5.45', 'vue-router@5.5.1', 'vite@8.3.8');
let built: Promise<string> | undefined;
/** With the application that `fixtures/next` has, built once. */
const withNextBuilt = (): Promise<string> => (built ??= withNext().then((folder) => buildNext(folder, 'next')));

const express: readonly Row[] = [
  ['GET', '/users/7', 200, '/users/:id'],
  ['GET', '/users/8?page=2', 200, '/users/:id'],
  ['HEAD', '/users/7', 200, '/users/:id'],
  ['OPTIONS', '/users/7', 200, '-'],
  ['POST', '/users', 201, '/users'],
  ['GET', '/api/customers/5/orders', 200, '/api/customers/:customer/orders'],
  ['GET', '/api/customers/5/orders/6', 200, '/api/customers/:customer/orders/:order'],
  ['GET', '/red', 200, '/red'],
  ['GET', '/blue/dark', 200, '/blue/:shade'],
  ['GET', '/files/a/b.txt', 200, '/^\\/files\\/(.+)$/'],
  ['GET', '/v1/ping', 200, '/v1/ping'],
  ['GET', '/v2/ping', 200, '/v2/ping'],
  ['GET', '/tenants/acme/home', 200, '/^\\/tenants\\/[a-z]+/home'],
  ['GET', '/sub/page/3', 200, '/sub/page/:number'],
  ['GET', '/api/customers/5/orders/6/throws', 500, '/api/customers/:customer/orders/:order/throws'],
  ['GET', '/api/customers/5/orders/6/rejects', 500, '/api/customers/:customer/orders/:order/rejects'],
  ['GET', '/api/customers/5/orders/6/handled', 503, '/api/customers/:customer/orders/:order/handled'],
  ['GET', '/api/customers/5/orders/6/denied', 401, '/api/customers/:customer/orders/:order/denied'],
  ['GET', '/api/customers/5/orders/6/page', 400, '/api/customers/:customer/orders/:order/page'],
  ['GET', '/users/me', 200, '/users/me'],
  ['GET', '/routed/1', 200, '/routed/:b'],
  ['GET', '/leaving/again', 200, '/leaving/again'],
  ['GET', '/leaving/nowhere', 404, '-'],
  ['GET', '/passed', 404, '-'],
  ['GET', '/nowhere', 404, '-'],
  ['POST', '/red', 404, '-'],
  ['GET', '/private/page', 401, '-'],
];

const plain: readonly Row[] = [
  ['GET', '/', 200, '-'],
  ['POST', '/any?thing', 200, '-'],
  ['HEAD', '/', 200, '-'],
  ['GET', '/told/7', 200, '/told/:id'],
  ['GET', '/told/7?fails', 500, '/told/:id'],
  ['GET', '/missing', 404, '-'],
  ['GET', '/fails', 500, '-'],
];

/** What every framework with parameters in its paths can do; `of` writes a parameter as the framework does. */
const common = (of: (name: string) => string): readonly Row[] => {
  const order = `/api/customers/${of('customer')}/orders/${of('order')}`;
  return [
    ['GET', '/users/7', 200, `/users/${of('id')}`],
    ['GET', '/users/8?page=2', 200, `/users/${of('id')}`],
    ['HEAD', '/users/7', 200, `/users/${of('id')}`],
    ['POST', '/users', 201, '/users'],
    ['GET', '/api/customers/5/orders', 200, `/api/customers/${of('customer')}/orders`],
    ['GET', '/api/customers/5/orders/6', 200, order],
    ['GET', '/api/customers/5/orders/6/throws', 500, `${order}/throws`],
    ['GET', '/api/customers/5/orders/6/rejects', 500, `${order}/rejects`],
    ['GET', '/api/customers/5/orders/6/denied', 401, `${order}/denied`],
    ['GET', '/api/customers/5/orders/6/page', 400, `${order}/page`],
    ['GET', '/nowhere', 404, '-'],
    ['POST', '/nowhere/at/all?x=1', 404, '-'],
  ];
};
const colon = common((name) => `:${name}`);
const braces = common((name) => `{${name}}`);

const of = (library: string, name: string, rows: readonly Row[], files = [`${name}.cjs`, `${name}.mjs`]): Application => ({
  library,
  project: withFrameworks,
  files,
  rows,
  stray: 404,
  odd: 404,
  route: (path) => path,
});

export const applications: readonly Application[] = [
  { ...of('node:http', 'plain', plain), project: withExpress5, stray: 200, odd: 200, route: () => '-' },
  { ...of('Express 5', 'express', express), project: withExpress5 },
  { ...of('Express 4', 'express', express), project: withExpress4 },
  of('Fastify 5', 'fastify', [...colon, ['GET', '/files/a/b', 200, '/files/*'], ['GET', '/%', 400, '-']]),
  {
    ...of('Koa', 'koa', [
      ...colon,
      ['GET', '/users/me', 200, '/users/me'],
      ['GET', '/red', 200, '/red'],
      ['GET', '/blue/dark', 200, '/blue/:shade'],
      ['GET', '/files/a/b', 200, '/^\\/files\\/(.+)$/'],
      ['GET', '/passed', 404, '-'],
      ['GET', '/absent', 404, '/absent'],
      ['OPTIONS', '/users/7', 200, '-'],
      ['PUT', '/users/7', 405, '-'],
      ['GET', '/private/page', 401, '-'],
    ]),
    odd: 501,
  },
  of('hapi', 'hapi', [
    ...braces,
    ['GET', '/files/a/b', 200, '/files/{name*}'],
    ['GET', '/private/page', 401, '-'],
    ['OPTIONS', '/users/7', 404, '-'],
    ['GET', '/%', 404, '-'],
  ]),
  of('NestJS on Express', 'nest-express', [...colon, ['GET', '/private/page', 401, '-']]),
  of('NestJS on Fastify', 'nest-fastify', [...colon, ['GET', '/private/page', 401, '-']]),
  {
    ...of(
      'Next.js',
      'next',
      [
        ...common((name) => `[${name}]`).filter(([, path]) => !path.endsWith('/rejects') && !path.startsWith('/nowhere')),
        ['GET', '/nowhere', 404, '-'],
        ['GET', '/about', 200, '/about'],
        ['GET', '/shop/a/b', 200, '/shop/[...all]'],
        ['GET', '/boom/1', 500, '/boom/[id]'],
        ['GET', '/old/7', 200, '/old/[slug]'],
        ['GET', '/api/7', 200, '/api/[id]'],
        ['GET', '/_next/static/nothing.js', 404, '-'],
      ],
      ['next-start.cjs', 'next-custom.cjs', 'next-custom.mjs'],
    ),
    project: withNextBuilt,
  },
  of('Hono', 'hono', [
    ...colon,
    ['GET', '/red', 200, '/red'],
    ['GET', '/blue/dark', 200, '/blue/:shade'],
    ['GET', '/files/a/b', 200, '/files/*'],
    ['GET', '/passed', 404, '-'],
    ['GET', '/private/page', 401, '-'],
  ]),
];
