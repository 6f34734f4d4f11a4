import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { environment } from './scratch.ts';

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

/** A real browser, started once for a suite of tests and ended after it. */
export function browser(): (options?: BrowserContextOptions) => Promise<Opened> {
  let running: Promise<Browser> | undefined;
  after(async () => (await running)?.close());
  return async (options = {}) => {
    running ??= chromium.launch({ executablePath: executablePath as string, args: ['--no-sandbox'] });
    const page = await (await (await running).newContext(options)).newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
    return { page, console: said };
  };
}
