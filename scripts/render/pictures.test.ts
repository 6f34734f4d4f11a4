import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { defaultDeployment } from '../../src/alerts/deployment.ts';
import { dashboards } from '../../src/dashboards/dashboards.ts';
import { browser } from '../../test/e2e/chromium.ts';
import type { Prometheus } from '../../test/e2e/prometheus.ts';
import { services } from '../../test/e2e/service.ts';
import { root } from '../../test/e2e/scratch.ts';
import { withStack } from '../../test/dashboards/stack.ts';

/** How long the demo runs before it is looked at. */
const seconds = Number(process.env['SECONDS'] ?? 300);
const folder = process.env['OUT'] ?? join(root, 'docs', 'dashboards');
const names = (process.env['NAMES'] ?? Object.keys(dashboards(defaultDeployment)).join()).split(',');
/** Every panel has been answered. */
const settled = `document.querySelector('[data-state]') && !document.querySelector('[data-state=loading]')`;
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

function fileOf(path: string): string {
  if (path.startsWith('/dashboards/')) return join(root, 'config', 'grafana', path);
  return join(import.meta.dirname, 'node_modules', '.page', path === '/' ? 'index.html' : path);
}

async function answer(prometheus: string, { url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(url, 'http://localhost');
  if (pathname.startsWith('/api/')) {
    const answered = await fetch(prometheus + url);
    response.writeHead(answered.status, { 'content-type': 'application/json' }).end(await answered.text());
    return;
  }
  const file = fileOf(pathname);
  // Grafana's styles ask for fonts that are not published
  if (!existsSync(file)) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
}

/** The page, the dashboards as they are committed, and Prometheus behind one address. */
function serve(prometheus: string): Promise<Server> {
  const server = createServer((request, response) => void answer(prometheus, request, response));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe('pictures of the dashboards', () => {
  const [start, open] = [services(), browser()];

  async function take(name: string, port: number): Promise<void> {
    const { page, console: said } = await open({ viewport: { width: 1920, height: 770 } });
    const asked = new URLSearchParams({ name, seconds: String(seconds), rate: '20s' });
    if (process.env['OPEN']) asked.set('open', '1');
    await page.goto(`http://127.0.0.1:${port}/?${asked.toString()}`);
    await page.waitForFunction(settled, { timeout: 60_000 });
    // what has its data draws it within some frames
    await pause(1000);
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    for (const line of said.filter((each) => /^(error|uncaught)/.test(each) && !each.includes('404'))) console.log(`${name}: ${line}`);
    await page.close();
  }

  async function takeAll({ url }: Prometheus): Promise<void> {
    await pause(seconds * 1000);
    const server = await serve(url);
    const { port } = server.address() as AddressInfo;
    try {
      for (const name of names) await take(name, port);
    } finally {
      server.close();
    }
  }

  it('are taken', () => withStack(start, takeAll, { interval: '5s' })).timeout(0);
});
