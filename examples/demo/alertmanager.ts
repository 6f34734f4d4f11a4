import { join } from 'node:path';
import { Program } from './program.ts';
import type { Site } from './site.ts';

interface Starting {
  /** What it is called on the PATH. */
  readonly program: string;
  /** Of what was generated; its data are kept there too. */
  readonly folder: string;
  readonly port: number;
}

/** Starts Alertmanager, alone and on loopback. */
export async function startAlertmanager(
  stack: AsyncDisposableStack,
  { program: command, folder, port }: Starting,
  signal: AbortSignal,
): Promise<Site> {
  const url = `http://localhost:${port}`;
  const options = [
    `--config.file=${join(folder, 'alertmanager', 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'alertmanager-data')}`,
    '--cluster.listen-address=',
    `--web.listen-address=127.0.0.1:${port}`,
    `--web.external-url=${url}`,
  ];
  const program = stack.use(new Program(command, [command, ...options]));
  await program.says(/Listening on/, signal);
  return { link: true, text: `${url}/` };
}
