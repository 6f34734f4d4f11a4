/** What is used of BullMQ 6. */
export interface Job {
  readonly id?: string;
  readonly name: string;
  readonly opts: { readonly delay?: number; readonly priority?: number };
  readonly priority?: number;
  /** Milliseconds of the epoch. */
  readonly timestamp: number;
  readonly processedOn?: number;
  /** Since it was completed or has failed for good. */
  readonly finishedOn?: number;
  readonly attemptsMade: number;
  readonly attemptsStarted: number;
  readonly repeatJobKey?: string;
}

/** A job as its broker has it. */
export interface Stored {
  readonly timestamp: number;
  readonly processedOn?: number;
  readonly opts: { readonly delay?: number };
}

/** What a queue or a worker asks its broker by, over the connection that it has anyway. */
export interface Backend {
  readonly qualifiedName: string;
  /** Of Redis; of other brokers there is none. */
  readonly client?: Promise<{ readonly status?: unknown }>;
  getCounts(types: readonly string[]): Promise<readonly number[]>;
  getCountsPerPriority(priorities: readonly number[]): Promise<readonly number[]>;
  getRanges(types: readonly string[], start: number, end: number, ascending: boolean): Promise<readonly (string | readonly string[])[]>;
  getJobData(id: string): Promise<Stored | undefined>;
  hasQueueMetaField(name: string): Promise<boolean>;
}

export interface Instance {
  readonly name: string;
  readonly backend: Backend;
  readonly closing?: unknown;
  readonly closed: boolean;
  createBackend(): unknown;
}

export interface Worker extends Instance {
  readonly concurrency: number;
  readonly processFn?: unknown;
  readonly opts: { readonly lockDuration: number };
  emit(event: string, ...args: unknown[]): boolean;
  processJob(job: Job, ...others: unknown[]): Promise<unknown>;
  cancelJob(id: string, ...others: unknown[]): boolean;
  cancelAllJobs(...args: unknown[]): unknown;
}

type Class<T> = (new (...args: never[]) => T) & { readonly prototype: T };

export interface Library {
  readonly Queue: Class<Instance>;
  readonly QueueBase: Class<Instance>;
  readonly Worker: Class<Worker>;
}

/** BullMQ's lower numbers go first: 1 is high, 2 to 9 normal, 10 and more low. Without one, a job goes before all of them and has none. */
export const priorityOf = (priority = 0): 'high' | 'normal' | 'low' | undefined =>
  priority <= 0 ? undefined : priority === 1 ? 'high' : priority < 10 ? 'normal' : 'low';
