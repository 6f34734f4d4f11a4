import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defaultDeployment } from '../src/alerts/deployment.ts';
import { checksTable, doctorFlagsTable, flagsTable } from '../src/cli/flags-table.ts';
import { monitoring } from '../src/generate/monitoring.ts';
import { fieldsTable } from '../src/generate/thresholds.ts';
import { between, settingsTable } from '../src/generate/settings.ts';

const root = join(import.meta.dirname, '..');

function current(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const operators = Object.entries(monitoring(defaultDeployment)).map(([path, text]) => [join('config', path), text]);
const files: Readonly<Record<string, string>> = {
  ...(Object.fromEntries(operators) as Readonly<Record<string, string>>),
  'README.md': between(current(join(root, 'README.md')), 'settings', settingsTable()),
  'docs/monitoring.md': between(
    between(current(join(root, 'docs/monitoring.md')), 'thresholds', fieldsTable('thresholds')),
    'others',
    fieldsTable('others'),
  ),
  'docs/collector.md': between(current(join(root, 'docs/collector.md')), 'flags', flagsTable()),
  'docs/doctor.md': between(between(current(join(root, 'docs/doctor.md')), 'flags', doctorFlagsTable()), 'checks', checksTable()),
};

/** Writes what derives from the catalogue; with `--check` only says which files differ. */
const stale = Object.entries(files).filter(([name, text]) => current(join(root, name)) !== text);
if (!process.argv.includes('--check'))
  for (const [name, text] of stale) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
else if (stale.length > 0) {
  console.error(`not as the catalogue has it: ${stale.map(([name]) => name).join(', ')}; run: npm run generate`);
  process.exitCode = 1;
}
