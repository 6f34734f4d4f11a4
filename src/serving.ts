import type { RequestListener, Server } from 'node:http';
import { Binding } from './endpoint/binding.ts';
import { type Mounts, mounted } from './endpoint/mounted.ts';
import type { Listening } from './endpoint/server.ts';
import type { Container } from './readings/container/detect.ts';
import { tellAddress, tellCommandUnbound, tellMoved, tellUnbound } from './tell.ts';

export interface ServingOptions {
  readonly host: string;
  readonly port: number;
  readonly listener: RequestListener;
  /** What answers beside it. */
  readonly mounts: Mounts;
  readonly own: (server: Server) => void;
  /** Whether it is a command that serves: on its port or not at all, and to the last answer. */
  readonly isCommand: boolean;
  /** Where this process runs, if it is a container: nobody outside reaches its loopback address. */
  readonly container: () => Container | undefined;
}

/** The endpoint on its own port, from when that is opened. */
export class Serving {
  readonly #options: ServingOptions;
  readonly #opening: Promise<Binding>;
  #binding: Binding | undefined;
  /** Where it listens, once it does; undefined when it can't, which has been told. */
  readonly address: Promise<string | undefined>;

  constructor(options: ServingOptions) {
    const { host, port, listener, mounts, isCommand, container } = options;
    this.#options = options;
    this.#opening = Binding.open({
      ...options,
      listener: mounted(mounts, listener),
      fixed: isCommand,
      moved: (to) => tellMoved(to, port),
    });
    const known = this.#opening.then((opened) => {
      this.#binding = opened;
      return tellAddress(opened.listening, { configured: port, mounts: Object.keys(mounts), container: container() });
    });
    this.address = known.catch((error: unknown) => {
      if (isCommand) tellCommandUnbound(error, options);
      else tellUnbound(error, host);
      return undefined;
    });
  }

  get listening(): Listening | undefined {
    return this.#binding?.listening;
  }

  /** Listens no more. */
  async close(): Promise<void> {
    const opened = await this.#opening.catch(() => undefined);
    this.#binding = undefined;
    await (this.#options.isCommand ? opened?.finish() : opened?.close());
  }
}
