import type { Context, Instrumentation } from '../../src/instrumentation.ts';
import { type Loaded, onKnown } from '../loaded.ts';
import { Attempts } from './bullmq-attempts.ts';
import { Instances } from './bullmq-instances.ts';
import type { Instance, Job, Library, Worker } from './bullmq-library.ts';

/** The tasks, workers and queues of BullMQ 6, without its `telemetry` option: by its own prototypes, connections and events. */
export const bullmq: Instrumentation = {
  name: 'bullmq',
  known: 'bullmq',
  library: 'bullmq',
  attach(context) {
    const unknown: Context['unknown'] = (version) => context.unknown(version, `bullmq ${version} is not known: its tasks are not measured`);
    const instances = new Instances();
    onKnown({ names: ['bullmq'], files: ['bullmq/dist/cjs/index.js'] }, [6], { ...context, unknown }, (copy) =>
      hook(copy, context, instances),
    );
  },
};

function hook({ exports }: Loaded, context: Context, instances: Instances): boolean {
  const library = exports as Library;
  if (!hasKnownShape(library)) return false;
  const attempts = new Attempts(context.meters.worker, instances);
  for (const prototype of [library.QueueBase.prototype, library.Worker.prototype]) hookMade(prototype, library, context, instances);
  hookEmit(library.Worker.prototype, context, attempts);
  hookWork(library.Worker.prototype, context, attempts);
  hookCancel(library.Worker.prototype, context, attempts);
  return true;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';

function hasKnownShape({ Queue, QueueBase, Worker }: Library): boolean {
  const own: readonly (keyof Worker)[] = ['createBackend', 'emit', 'processJob', 'cancelJob', 'cancelAllJobs'];
  return isFunction(Queue) && isFunction(QueueBase?.prototype?.createBackend) && own.every((name) => isFunction(Worker?.prototype?.[name]));
}

/** Every queue and worker makes its backend when it is made. */
function hookMade(prototype: Instance, { Queue, Worker }: Library, context: Context, instances: Instances): void {
  const { createBackend } = prototype;
  const made = context.guard('bullmq made', (self: Instance) => {
    if (self instanceof Worker) instances.addWorker(self, context);
    else if (self instanceof Queue) instances.addQueue(self, context);
  });
  prototype.createBackend = function createBackendHooked(this: Instance) {
    const result = Reflect.apply(createBackend, this, arguments) as unknown;
    made(this);
    return result;
  };
}

function hookEmit(prototype: Worker, { guard }: Context, attempts: Attempts): void {
  const { emit } = prototype;
  const note = guard('bullmq event', (self: Worker, event: unknown, first: unknown, second: unknown) => {
    if (event === 'completed') attempts.completed(self, first as Job);
    else if (event === 'failed' && first) attempts.failed(self, first as Job, second);
    else if (event === 'stalled') attempts.stalled(self, String(first));
    else if (event === 'closed') attempts.closed(self);
  });
  prototype.emit = function emitHooked(this: Worker, event, ...args) {
    note(this, event, args[0], args[1]);
    return Reflect.apply(emit, this, arguments) as boolean;
  };
}

function hookWork(prototype: Worker, { guard }: Context, attempts: Attempts): void {
  const { processJob } = prototype;
  const begins = guard('bullmq attempt', (self: Worker, job: Job) => attempts.begin(self, job));
  const ends = guard('bullmq attempt end', (self: Worker, job: Job) => attempts.left(self, job));
  prototype.processJob = function processJobHooked(this: Worker, job) {
    begins(this, job);
    const working = Reflect.apply(processJob, this, arguments) as Promise<unknown>;
    const left = (): void => ends(this, job);
    // who called it awaits it, and hears what it rejects with
    void Promise.resolve(working).then(left, left);
    return working;
  };
}

function hookCancel(prototype: Worker, { guard }: Context, attempts: Attempts): void {
  const { cancelJob, cancelAllJobs } = prototype;
  const note = guard('bullmq cancel', (self: Worker, id?: string) => attempts.cancelled(self, id));
  prototype.cancelJob = function cancelJobHooked(this: Worker, id) {
    note(this, id);
    return Reflect.apply(cancelJob, this, arguments) as boolean;
  };
  prototype.cancelAllJobs = function cancelAllJobsHooked(this: Worker) {
    note(this);
    return Reflect.apply(cancelAllJobs, this, arguments) as unknown;
  };
}
