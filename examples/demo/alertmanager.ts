import { join } from 'node:path';
import { Program } from './program.ts';
import type { Site } from './site.ts';

/** Starts Alertmanager, alone and on loopback, with what was generated into a folder, and keeps its data there. */
export async function startAlertmanager(stack: AsyncDisposableStack, folder: string, port: number, signal: AbortSignal): Promise<Site> {
  const url = `http://localhost:${port}`;
  const options = [
    `--config.file=${join(folder, 'alertmanager', 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'alertmanager-data')}`,
    '--cluster.listen-address=',
    `--web.listen-address=127.0.0.1:${port}`,
    `--web.external-url=${url}`,
  ];
  const program = stack.use(new Program('prometheus-alertmanager', ['prometheus-alertmanager', ...options]));
  await program.says(/Listening on/, signal);
  return { link: true, text: `${url}/` };
}
