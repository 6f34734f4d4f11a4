import { pathCommand } from './path.ts';
import { statusCommand } from './status.ts';

const usage = `autonomica-metrics: measures this machine, and looks at a service that is measured

  autonomica-metrics collector      metrics of this machine on http://localhost:8000/metrics; flags: collector --help
  autonomica-metrics generate       rules of alerts and what runs them, for your thresholds; flags: generate --help
  autonomica-metrics status [URL]   why is my metric missing: settings, instrumentations, metrics
                                    URL: the endpoint, http://localhost:9464 unless given
  autonomica-metrics doctor         what is wrong, from the service to the alert, and what to do; flags: doctor --help
  autonomica-metrics path           the file to preload, for NODE_OPTIONS="--require <path>"
`;

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command === 'status') return statusCommand(args, process.stdout);
  if (command === 'collector') {
    // reads the whole pipeline, which the other commands do without
    const { collectorCommand } = await import('./collector.ts');
    return collectorCommand(args, process);
  }
  if (command === 'doctor') {
    // a bundle of its own: it has what reads PromQL and YAML
    const { doctorCommand } = await import('./doctor.ts');
    return doctorCommand(args, process);
  }
  if (command === 'generate') {
    // a bundle of its own: it has what reads and writes YAML
    const { generateCommand } = await import('./generate.ts');
    return generateCommand(args, process);
  }
  if (command === 'path') return pathCommand(process.stdout);
  const asked = command === undefined || command === '--help' || command === 'help';
  (asked ? process.stdout : process.stderr).write(asked ? usage : `autonomica-metrics: unknown command "${command}"\n\n${usage}`);
  return asked ? 0 : 1;
}

async function run(): Promise<void> {
  // a command that ends before it has come to anything has failed
  process.exitCode = 2;
  process.exitCode = await main(process.argv.slice(2));
}

void run();
