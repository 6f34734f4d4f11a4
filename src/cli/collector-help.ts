import { defaultOf, type Flag, flags, variableOf } from './flags.ts';
import { row } from './output.ts';

function lines(flag: Flag): string {
  const fallback = defaultOf(flag);
  const also = `${variableOf(flag)}${fallback === '' ? '' : `, default ${fallback}`}`;
  return row(`--${flag.flag} <${flag.value}>`, flag.means) + row('', also);
}

export const help = `autonomica-metrics collector: metrics of this machine and its containers, for Prometheus

  npx autonomica-metrics collector [flags]

Serves http://localhost:8000/metrics until SIGTERM or SIGINT. A flag wins over its variable; whatever is wrong in either is said
at once, and the exit code is 1. A port that is taken is an error too.

${flags.map(lines).join('')}${row('--once', 'prints one scrape to standard output, and ends')}${row('-h, --help', 'prints this')}
All other variables of the README count as well, OTEL_RESOURCE_ATTRIBUTES for one; the service is called autonomica-collector
unless OTEL_SERVICE_NAME says otherwise.

Examples:

  npx autonomica-metrics collector --once | grep load_average
  npx autonomica-metrics collector --host 0.0.0.0 --port 9100 --log-format json
  npx autonomica-metrics collector --interfaces 'eth.*|wlan0' --mounts '/|/srv/.*'
`;
