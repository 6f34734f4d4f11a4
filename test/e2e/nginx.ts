import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../pages.ts';
import { ask } from './client.ts';
import { eventually, within } from './eventually.ts';
import { scratch } from './scratch.ts';

const configuration = (folder: string, port: number): string => {
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join('\n  ');
  return `daemon off;
master_process off;
pid ${folder}/pid;
events {}
http {
  ${kept}
  access_log off;
  server {
    listen 127.0.0.1:${port};
    location / { return 200 site; }
    include locations.conf;
  }
}
`;
};

/** A real nginx before a site, which answers `site` wherever these locations do not. */
export class Nginx {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(folder: string, port: number) {
    this.url = `http://127.0.0.1:${port}`;
    const options = ['-p', folder, '-e', join(folder, 'errors'), '-c', join(folder, 'nginx.conf')];
    this.#child = spawn('nginx', options, { stdio: 'ignore' });
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve).once('error', resolve));
  }

  static async start(locations: string): Promise<Nginx> {
    const folder = mkdtempSync(join(scratch(), 'nginx-'));
    const port = await freePort();
    writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port));
    writeFileSync(join(folder, 'locations.conf'), locations);
    const nginx = new Nginx(folder, port);
    await eventually(async () => assert.equal((await ask(nginx.url)).body, 'site'));
    return nginx;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await within('the end of nginx', this.#ended);
  }
}
