import { closeServers, type Listen, listen, listenConfigured, type Listening } from './server.ts';

/** How long to wait before the configured port is tried again: twice as long each time, up to the most. */
export interface Patience {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Prometheus gives up a scrape after 10 s unless it is told otherwise. */
const patienceWithReadersMs = 10_000;

const usual: Patience = { firstMs: 1_000, mostMs: 30_000 };

export interface BindingOptions extends Listen {
  readonly patience?: Patience;
  /** Whether no other port will do than the configured one. */
  readonly fixed?: boolean;
  /** Hears of the move from a free port to the configured one. */
  readonly moved: (listening: Listening) => void;
}

/** Where the endpoint listens: on the configured port; while that is another's, on a free one, as in a rolling restart. */
export class Binding {
  readonly #options: BindingOptions;
  #listening: Listening;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(options: BindingOptions, listening: Listening) {
    this.#options = options;
    this.#listening = listening;
  }

  /** Listens; rejects where it can't on any port that will do. */
  static async open(options: BindingOptions): Promise<Binding> {
    const binding = new Binding(options, await (options.fixed ? listenConfigured : listen)(options));
    const { firstMs } = options.patience ?? usual;
    if (binding.#listening.taken) binding.#later(firstMs);
    return binding;
  }

  get listening(): Listening {
    return this.#listening;
  }

  /** Stops listening, at once. */
  async close(): Promise<void> {
    for (const server of this.#listening.servers) server.closeAllConnections();
    await this.finish();
  }

  /** Stops listening, and resolves when everybody who asks has been answered; who reads for longer than a scrape may take is cut off. */
  async finish(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const cut = setTimeout(() => {
      for (const server of this.#listening.servers) server.closeAllConnections();
    }, patienceWithReadersMs).unref();
    await closeServers(this.#listening.servers);
    clearTimeout(cut);
  }

  #later(afterMs: number): void {
    this.#timer = setTimeout(() => void this.#tryAgain(afterMs), afterMs).unref();
  }

  async #tryAgain(waitedMs: number): Promise<void> {
    const { patience: { mostMs } = usual, moved } = this.#options;
    let now: Listening;
    try {
      now = await listenConfigured(this.#options);
    } catch {
      if (!this.#closed) this.#later(Math.min(waitedMs * 2, mostMs));
      return;
    }
    // what asks on the old port is answered to its end
    void closeServers((this.#closed ? now : this.#listening).servers);
    if (this.#closed) return;
    this.#listening = now;
    moved(now);
  }
}
