import type { Context, Instrumentation } from '../../src/instrumentation.ts';
import { onModule } from '../modules.ts';
import { onKnown } from '../loaded.ts';
import { Attempts, type Job, type Settled } from './pg-boss-attempts.ts';
import { type Counted, queueSamplings } from './pg-boss-queues.ts';

interface WorkOptions {
  includeMetadata?: unknown;
  readonly perJobResults?: boolean;
}
type Handler = (this: unknown, jobs: Job[], ...args: unknown[]) => unknown;
type Id = string | Job;
type Settle = (this: Manager, name: string, id: Id | Id[], data?: unknown, ...args: unknown[]) => Promise<Settled>;
interface Manager extends Counted {
  readonly workers?: ReadonlyMap<string, { readonly workId?: string; readonly options?: WorkOptions }>;
  work(this: Manager, name: string, ...args: unknown[]): Promise<string>;
  complete: Settle;
  fail: Settle;
}
interface ManagerType {
  readonly prototype: Manager;
}

/** What a handler gets of a job only when it asks for it. */
const metadata = (
  'policy state priority retryLimit retryDelay retryBackoff retryDelayMax startAfter startedOn singletonKey singletonOn deleteAfterSeconds ' +
  'heartbeatOn createdOn completedOn keepUntil deadLetter output blocked blocking pendingDependencies sourceName sourceId sourceCreatedOn ' +
  'sourceRetryCount sourceOutput sourceRootId'
).split(' ');

/** Queues of pg-boss itself, such as its schedule's. */
const isInternal = (queue: string): boolean => queue.startsWith('__pgboss__');

/**
 * Tasks of pg-boss, each attempt at each job. What it tells OpenTelemetry by itself goes on, but the duration of a batch, for which that of
 * each job stands in.
 */
export const pgBoss: Instrumentation = {
  name: 'pg-boss',
  known: 'pg-boss',
  library: 'pg-boss',
  replaces: [{ scope: 'pg-boss', metrics: ['messaging.process.duration'] }],
  attach(context) {
    const watched = { library: 'pg-boss', files: ['pg-boss/dist/manager.js'], exports: ['Manager'] };
    const unknown: Context['unknown'] = (version) =>
      context.unknown(version, `pg-boss ${version} is not known: its tasks are not measured`);
    context.report('library not loaded');
    // what was CJS once is not known; what is required of version 12 is hooked as the ES modules that it is
    onKnown({ names: ['pg-boss'], files: ['pg-boss/src/index.js'] }, [12], { ...context, unknown, report() {} }, () => true);
    onModule(watched, [12], { ...context, unknown }, ({ exports }) => {
      const { Manager } = exports as { Manager?: ManagerType };
      if (!(['work', 'complete', 'fail', 'getQueueStats'] as const).every((each) => typeof Manager?.prototype[each] === 'function'))
        return false;
      hook((Manager as ManagerType).prototype, context);
      return true;
    });
  },
};

function hook(manager: Manager, context: Context): void {
  const attempts = new Attempts(context);
  hookWork(manager, attempts, context);
  for (const how of ['complete', 'fail'] as const) {
    const settle = manager[how];
    const settled = context.guard(`pg-boss ${how}`, attempts.settled.bind(attempts));
    manager[how] = function settleHooked(_name, id, data) {
      const result = Reflect.apply(settle, this, arguments) as Promise<Settled>;
      if (attempts.isEmpty) return result;
      const ids = (Array.isArray(id) ? id : [id]).map((each) => (typeof each === 'string' ? each : each?.id));
      return result.then(
        (said) => {
          settled(how, ids, data, said);
          return said;
        },
        (error: unknown) => {
          settled(how, ids, data, undefined);
          throw error;
        },
      );
    };
  }
}

/** Asks for the metadata of jobs, and hides it from a handler that did not. */
function hookWork(manager: Manager, attempts: Attempts, context: Context): void {
  const { work } = manager;
  const watch = watcher(context);
  const begin = context.guard('pg-boss begin', (queue: string, jobs: Job[], hidden: boolean) => {
    for (const job of jobs) attempts.begin(queue, { ...job });
    if (hidden) for (const job of jobs) for (const key of metadata) Reflect.deleteProperty(job, key);
  });
  const results = context.guard('pg-boss results', attempts.results.bind(attempts));
  manager.work = function workHooked(name, ...args) {
    const handler = args[args.length > 1 ? 1 : 0];
    const options = (args.length > 1 ? args[0] : undefined) as WorkOptions | undefined;
    if (typeof handler !== 'function' || typeof name !== 'string' || isInternal(name) || (options && typeof options !== 'object'))
      return Reflect.apply(work, this, arguments) as Promise<string>;
    const hidden = (options?.includeMetadata ?? false) === false;
    const measured: Handler = function measuredHandler(jobs) {
      begin(name, jobs, hidden);
      const result = Reflect.apply(handler, this, arguments) as unknown;
      if (options?.perJobResults)
        Promise.resolve(result).then(
          (said) => results(jobs, said),
          () => {},
        );
      return result;
    };
    const before = this.workers?.size ?? 0;
    const working = Reflect.apply(work, this, [name, hidden ? { ...options, includeMetadata: true } : options, measured]);
    if (hidden) restore(this, before, options);
    watch(this, name);
    return working;
  };
}

/** What `wip` tells of a worker's options is what the application gave. */
function restore({ workers }: Manager, before: number, given: WorkOptions | undefined): void {
  for (const { options } of [...(workers?.values() ?? [])].slice(before))
    if (given?.includeMetadata === undefined) delete options?.includeMetadata;
    else if (options) options.includeMetadata = given.includeMetadata;
}

/** Samples the queues that are worked on, from the first on. */
function watcher(context: Context): (manager: Counted, queue: string) => void {
  const worked = new Map<Counted, Set<string>>();
  return context.guard('pg-boss queues', (manager: Counted, queue: string) => {
    const isFirst = worked.size === 0;
    const queues = worked.get(manager) ?? new Set();
    worked.set(manager, queues.add(queue));
    if (isFirst) context.lookUp({ readings: [], samplings: queueSamplings(worked, context.catalogue.worker) });
  });
}
