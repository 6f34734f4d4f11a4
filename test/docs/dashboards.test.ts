import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defaultDeployment } from '../../src/alerts/deployment.ts';
import { dashboards } from '../../src/dashboards/dashboards.ts';
import { root } from '../e2e/scratch.ts';
import { textOf } from '../pages.ts';

describe('the page on dashboards', () => {
  const page = textOf('docs/dashboards.md');

  it('names each of them, by its title and its file, and no other', () => {
    const named = [...page.matchAll(/^\| \[(.+?)\]\((.+?)\)/gm)].map(([, title, path]) => [title, path]);
    const all = Object.entries(dashboards(defaultDeployment));
    assert.deepEqual(
      named,
      all.map(([name, { title }]) => [title, `../config/grafana/dashboards/${name}.json`]),
    );
  });

  it('shows pictures that are there', () => {
    const pictures = [...page.matchAll(/^!\[.+?\]\((.+?)\)/gm)].map(([, path = '']) => path);
    assert.ok(pictures.length > 0);
    for (const path of pictures) assert.ok(existsSync(join(root, 'docs', path)), path);
  });
});
