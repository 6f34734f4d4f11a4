/** Where a command writes. */
export interface Output {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** Writes it all; who reads may leave before the end, as `head` does. */
export function write(stdout: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? resolve() : reject(error)));
    stdout.write(text, (error) => {
      if (!error) resolve();
    });
  });
}

/** What keeps a command from doing what it is asked, all of it at once. */
export const refusal = (command: string, problems: readonly string[]): string =>
  `autonomica-metrics ${command}:\n${problems.map((problem) => `  ${problem}\n`).join('')}`;

/** A line of a command's help. */
export const row = (term: string, means: string): string => `  ${term.padEnd(32)}${means}\n`;
