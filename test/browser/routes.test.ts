import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Route, routesOf } from '../../src/browser/routes.ts';

const at = (path: string, route?: Route): string => routesOf(route)(new URL(path, 'http://localhost'));

const word = fc.stringMatching(/^[a-zé.+(]{1,5}$/).filter((text) => !/^\.+$/.test(text));
const segment = fc.oneof(
  word.map((text) => ({ template: text, path: text })),
  fc
    .tuple(
      word,
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => !/^\.+$/.test(text)),
    )
    .map(([name, value]) => ({
      template: `:${name}`,
      path: encodeURIComponent(value),
    })),
);
const made = fc.array(segment, { maxLength: 5 }).map((all) => ({
  template: `/${all.map(({ template }) => template).join('/')}`,
  path: `/${all.map(({ path }) => path).join('/')}`,
}));

describe('routes', () => {
  it('are the template that a path was made from, with any query, fragment and a slash at the end', () => {
    fc.assert(
      fc.property(made, fc.constantFrom('', '?q=/other', '#/other', '/', '/?q'), ({ template, path }, rest) => {
        assert.equal(at(`${path}${rest}`.replace(/^\/\//, '/'), [template]), template);
      }),
    );
  });

  it('are one of the templates, the first that matches, or other: never a path', () => {
    fc.assert(
      fc.property(fc.array(made, { maxLength: 5 }), made, (known, { path }) => {
        const templates = known.map(({ template }) => template);
        const route = at(path, templates);
        if (route === 'other') return;
        const first = templates.find((template) => at(path, [template]) === template);
        assert.equal(route, first);
      }),
    );
  });

  it('are / and other where nobody says', () => {
    assert.deepEqual(
      ['/', '/?a=1', '/#b', '/users/7', '/index.html'].map((path) => at(path)),
      ['/', '/', '/', 'other', 'other'],
    );
    assert.equal(at('/', []), 'other');
  });

  it('take a parameter for one segment and a star for the rest', () => {
    const templates = ['/users/new', '/users/:id', '/files/*'];
    assert.deepEqual(
      ['/users/new', '/users/7', '/users/7/edit', '/users', '/users//', '/files/a/b', '/files'].map((path) => at(path, templates)),
      ['/users/new', '/users/:id', 'other', 'other', 'other', '/files/*', 'other'],
    );
  });

  it('are written as the directories of Next.js are, too', () => {
    const templates = ['/users/[id]', '/shop/[...all]', '/docs/[[...page]]', '/odd/[]'];
    assert.deepEqual(
      ['/users/7', '/users/7/edit', '/shop/a/b', '/shop', '/docs/a', '/docs', '/docs/', '/docsx', '/odd/7', '/odd/[]'].map((path) =>
        at(path, templates),
      ),
      [
        '/users/[id]',
        'other',
        '/shop/[...all]',
        'other',
        ...Array.from({ length: 3 }, () => '/docs/[[...page]]'),
        'other',
        'other',
        '/odd/[]',
      ],
    );
    for (const path of ['/', '/a', '/a/b']) assert.equal(at(path, ['/[[...all]]']), '/[[...all]]');
  });

  it('are of the first that knows the path, templates and functions', () => {
    const routes = ['/api/:what', (path: string) => (path.startsWith('/shop/') ? '/shop' : undefined), () => '', '/shop/:more', '/*'];
    assert.deepEqual(
      ['/api/orders', '/shop/a', '/elsewhere'].map((path) => at(path, routes)),
      ['/api/:what', '/shop', '/*'],
    );
  });

  it('are what a function says, other where it says nothing, throws or says what is no text', () => {
    const told = (path: string, { hash }: URL): string | undefined => (path === '/' ? hash : undefined);
    assert.equal(at('/#/users', told), '#/users');
    assert.equal(at('/x', told), 'other');
    assert.equal(at('/', told), 'other');
    assert.equal(
      at('/', () => ({}) as string),
      'other',
    );
    assert.equal(
      at('/', () => {
        throw new Error('no route');
      }),
      'other',
    );
  });
});
