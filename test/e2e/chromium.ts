import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { within } from './eventually.ts';
import { environment, scratch } from './scratch.ts';

const executablePath = (environment['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'chromium'))
  .find((file) => existsSync(file));

/** Debian's package chromium. */
export const hasChromium = executablePath !== undefined;

/** A page with what its console said, errors that nobody caught too. */
export interface Opened {
  readonly page: Page;
  readonly console: readonly string[];
}

/** As users have it: it keeps pages that are left, which Playwright would have it not do. */
const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executablePath as string,
    args: ['--no-sandbox'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });

/** A real browser for a suite of tests, started when it is first asked for and closed after them. */
function launched(): () => Promise<Browser> {
  let running: Promise<Browser> | undefined;
  after(async () => (await running)?.close());
  return () => (running ??= launch());
}

/** Pages of a browser of their own, each with a profile of its own. */
export function browser(): (options?: BrowserContextOptions) => Promise<Opened> {
  const running = launched();
  return async (options = {}) => {
    const context = await (await running()).newContext(options);
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
    return { page, console: said };
  };
}

/** Shows a page in a tab that nothing drives, and gives what puts another tab in front of it: pages that Playwright drives are never hidden. */
export function tabs(): (url: string) => Promise<() => Promise<unknown>> {
  const running = launched();
  return async (url) => {
    const session = await (await running()).newBrowserCDPSession();
    await session.send('Target.createTarget', { url });
    return () => session.send('Target.createTarget', { url: 'about:blank' });
  };
}

/** A browser with a page that does everything by itself: where anything drives the page, Chromium prerenders nothing. Gives what ends it. */
export function undriven(url: string): () => Promise<void> {
  const profile = mkdtempSync(join(scratch(), 'chromium-'));
  const args = ['--headless', '--no-sandbox', '--no-first-run', `--user-data-dir=${profile}`, url];
  const child = spawn(executablePath as string, args, { env: environment, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  return async () => {
    child.kill('SIGTERM');
    await within('the end of Chromium', ended);
  };
}
