import { catalogue } from '../catalogue/catalogue.ts';
import type { Definition } from '../catalogue/define.ts';
import { metricName } from '../exposition/names.ts';
import type { Exposed } from './exposed.ts';
import { type Finding, listed, wrong } from './finding.ts';

const { pipeline, runtime, host } = catalogue;

/** What is exposed from the first scrape on, whatever is measured, by the instrumentation that may be switched off. */
const always: Readonly<Record<string, readonly Definition[]>> = {
  '': [pipeline.held, pipeline.budget, runtime.process.build],
  process: [runtime.process.cpu, runtime.process.memory],
  runtime: [runtime.process.started, runtime.loop.time, runtime.loop.utilization, runtime.v8.used, runtime.v8.size, runtime.v8.limit],
};
/** What there is of every machine, where one is told. */
const ofMachines: readonly Definition[] = [host.cpu.time, host.memory.usage, host.memory.limit];

/** By which a target is known to be of this package. */
export const mark = metricName(pipeline.budget);
/** By which a machine is known to be told. */
const machineMark = metricName(host.info);

/** Whether a target is one of this package. */
export const isOurs = ({ families }: Exposed): boolean => families.has(mark);

/** What every target of this package has and this one lacks; instrumentations that are switched off are left out. */
export function expectedFindings({ url, families }: Exposed, attached: ReadonlySet<string> | undefined): readonly Finding[] {
  const owed = Object.entries(always).filter(([name]) => name === '' || (attached?.has(name) ?? true));
  const machine = families.has(machineMark) ? ofMachines : [];
  const missing = [...owed.flatMap(([, definitions]) => definitions), ...machine].map(metricName).filter((name) => !families.has(name));
  if (missing.length === 0) return [];
  const what = `every target has ${listed(missing)}, this one has not`;
  return [wrong({ check: 'target.expected', where: url, what, remedy: `npx autonomica-metrics status ${new URL(url).origin} says why` })];
}
