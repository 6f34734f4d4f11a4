import type { Tree } from '../catalogue/define.ts';
import { definitionsOf } from '../catalogue/define.ts';
import { container } from '../catalogue/container.ts';
import { host } from '../catalogue/host.ts';
import { labelName } from '../exposition/names.ts';
import { label } from './promql.ts';
import { type Alert, type Group, isAlert } from './rule.ts';

/** While an alert of the source fires, those of the target are not told, where these labels are equal, or absent in both. */
export interface Inhibition {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

const alert = (...names: readonly string[]): string => `alertname${names.length > 1 ? '=~' : '='}"${names.join('|')}"`;
const lesser = 'severity=~"warning|info"';
/** What several Prometheus servers are told apart by. */
const everywhere = ['environment', 'cluster'];

/**
 * The labels by which alerts of one name may differ that have several severities: of two databases, one may be critical, the other a warning.
 * @param trees the catalogues that the rules are about
 */
export function telling(groups: readonly Group[], trees: readonly Tree[]): readonly string[] {
  const alerts = groups.flatMap(({ rules }) => rules.filter(isAlert));
  const severities = (name: string): number => new Set(alerts.filter((each) => each.alert === name).map(({ severity }) => severity)).size;
  const several: readonly Alert[] = alerts.filter((each) => severities(each.alert) > 1);
  const labels = trees.flatMap((tree) => [...definitionsOf(tree)].flatMap(({ attributes }) => Object.values(attributes)));
  const names = new Set(labels.map(({ name }) => labelName(name)));
  return [...names].filter((name) => several.some(({ expr }) => new RegExp(`\\b${name}\\b`).test(expr))).toSorted();
}

/**
 * What need not be told because something else is. Nothing critical is held back but by what is critical itself.
 * @param apart labels by which alerts of one name differ
 */
export const inhibitions = (apart: readonly string[]): readonly Inhibition[] => [
  {
    source_matchers: ['severity="critical"'],
    target_matchers: [lesser],
    equal: ['alertname', 'job', 'instance', ...apart, ...everywhere],
  },
  {
    source_matchers: ['severity="warning"'],
    target_matchers: ['severity="info"'],
    equal: ['alertname', 'job', 'instance', ...apart, ...everywhere],
  },
  // of what can't be scraped, only the last values are known
  {
    source_matchers: [alert('TargetDown')],
    target_matchers: ['alertname!="TargetDown"', 'instance!=""', lesser],
    equal: ['job', 'instance', ...everywhere],
  },
  // all instances are down: which ones is no news
  {
    source_matchers: [alert('ApiDown', 'WorkerDown', 'AgentDown')],
    target_matchers: [alert('TargetDown', 'TargetFlapping')],
    equal: ['job', ...everywhere],
  },
  {
    source_matchers: [alert('ContainerOomKilled')],
    target_matchers: [alert('ContainerMemoryNearLimit', 'HeapNearLimit', 'ProcessRestarting')],
    equal: ['job', 'instance', label(container.info, 'id'), ...everywhere],
  },
  // the machine counts it as well, where it was counted and not only concluded
  {
    source_matchers: [alert('ContainerOomKilled'), 'severity="critical"'],
    target_matchers: [alert('HostOomKills')],
    equal: ['job', 'instance', ...everywhere],
  },
  {
    source_matchers: [alert('HostDiskFull')],
    target_matchers: [alert('HostDiskWillFillIn4h', 'HostDiskWillFillIn24h')],
    equal: ['job', 'instance', label(host.filesystem.limit, 'mountpoint'), ...everywhere],
  },
  {
    source_matchers: [alert('HostDiskWillFillIn4h')],
    target_matchers: [alert('HostDiskWillFillIn24h')],
    equal: ['job', 'instance', label(host.filesystem.limit, 'mountpoint'), ...everywhere],
  },
  // what is only worth knowing is told beside something that is wrong
  {
    source_matchers: [alert('InfoInhibitor')],
    target_matchers: ['severity="info"'],
    equal: ['job', ...everywhere],
  },
];
