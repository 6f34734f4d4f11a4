import { statusCommand } from './status.ts';

const usage = `autonomica-metrics: looks at a service that is measured

  autonomica-metrics status [URL]   why is my metric missing: settings, instrumentations, metrics
                                    URL: the endpoint, http://localhost:9464 unless given
`;

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command === 'status') return statusCommand(args, process.stdout);
  const asked = command === undefined || command === '--help' || command === 'help';
  (asked ? process.stdout : process.stderr).write(asked ? usage : `autonomica-metrics: unknown command "${command}"\n\n${usage}`);
  return asked ? 0 : 1;
}

async function run(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2));
}

void run();
