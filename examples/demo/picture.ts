import { rowsOf, type Size } from './grid.ts';
import { type Addresses, brokerLine, doctorLine, monitoringLines, pageLine, title } from './head.ts';
import { hostLines } from './host.ts';
import { bad, fit, type Line } from './line.ts';
import type { Monitoring } from './monitoring.ts';
import { processLines } from './processes.ts';
import type { Broker } from './redis.ts';
import type { Summary } from './summary.ts';
import { heightOf, tableOf } from './table.ts';
import { workLines } from './work.ts';

/** A process, and what its metrics say. */
export interface Watched extends Addresses {
  readonly summary: Summary | undefined;
  /** Why there is nothing newer. */
  readonly trouble: string | undefined;
}

export interface Facts {
  /** Milliseconds since the start. */
  readonly running: number;
  readonly monitoring: Monitoring;
  /** What the doctor's report comes to. */
  readonly doctor: string;
  readonly broker: Broker;
  /** The first is the API. */
  readonly services: readonly Watched[];
  /** The machine's. */
  readonly collector: Watched;
}

function troubles(services: readonly Watched[]): Line[] {
  const lines = services.flatMap(({ name, trouble }) => (trouble === undefined ? [] : [[bad(` ${name} gives no answer: ${trouble}`)]]));
  return lines.length === 0 ? [] : [[], ...lines];
}

/** Without its empty lines but the last one, where it has more rows than there is room for. */
function tight(lines: readonly Line[], size: Size): readonly Line[] {
  const at = lines.findIndex((line) => line.length === 0);
  return rowsOf(lines, size) <= size.rows || at < 0 || at === lines.length - 1 ? lines : tight(lines.toSpliced(at, 1), size);
}

/** The screen, line by line; the table has the rows that are left, and air is where nothing else needs the room. */
export function picture({ running, monitoring, doctor, broker, services, collector }: Facts, size: Size): Line[] {
  const { columns, rows } = size;
  const cut = (lines: readonly Line[]): Line[] => lines.map((line) => fit(line, columns));
  const all = [...services, collector];
  const work = workLines(
    services.map(({ summary }) => summary),
    size,
  );
  const page = services.slice(0, 1).map(pageLine);
  const facts = [...processLines(all, size), ...work, ...hostLines(collector.summary, size), brokerLine(broker), ...page];
  const head = [...cut([title(size), [], ...facts]), ...monitoringLines(monitoring, size), ...cut([doctorLine(doctor)])];
  const top = tight([...head, ...cut(troubles(all)), []], { columns, rows: rows - heightOf(services) });
  return [...top, ...tableOf(services, running, { columns, rows: rows - rowsOf(top, size) })];
}
