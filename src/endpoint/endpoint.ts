import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Served } from '../meters/request.ts';
import { contentType } from '../exposition/text.ts';
import { type Answer, type Asked, answer, askedOf, send, sendPaced } from './answer.ts';
import type { Health } from './health.ts';
import { page } from './page.ts';
import { type Path, paths } from './paths.ts';
import type { Scraper } from './scrape.ts';
import type { Status } from './status.ts';

/** Prometheus' own default, where a scraper does not say how long it waits. */
const usualTimeoutSeconds = 10;

/** Milliseconds a scrape may take: what the scraper waits, less half a second or a tenth, whichever is more. */
export function timeoutOf(header: string | undefined): number {
  const said = Number(header);
  const seconds = header !== undefined && said > 0 && Number.isFinite(said) ? said : usualTimeoutSeconds;
  return Math.max(0, seconds - Math.max(0.5, seconds / 10)) * 1000;
}

/** Whether `gzip` is among what the client takes: https://www.rfc-editor.org/rfc/rfc9110#field.accept-encoding */
export function acceptsGzip(header = ''): boolean {
  const codings = header.split(',').map((each) =>
    each
      .trim()
      .toLowerCase()
      .split(/\s*;\s*q=/),
  );
  const quality = (name: string): number | undefined => {
    const found = codings.find(([coding]) => coding === name);
    return found && Number(found[1] ?? 1);
  };
  return (quality('gzip') ?? quality('*') ?? 0) > 0;
}

const scraped = Symbol('autonomica.scraped');

/** Whether a request was a scrape that `serve` answered: it is not the application's traffic. */
export const isScrape = (request: Served): boolean => Reflect.get(request, scraped) === true;

type Work = (asked: Asked) => Answer | Promise<Answer>;

const notFound = (): Answer => answer(404, `not found; here are: ${paths.join(' ')}\n`);

export interface EndpointParts {
  readonly scraper: Scraper;
  readonly health: Health;
  readonly status: () => Status;
}

/** Answers for the pipeline: the scrape, health and readiness, and the page that says why a metric is missing. */
export class Endpoint {
  readonly #parts: EndpointParts;

  constructor(parts: EndpointParts) {
    this.#parts = parts;
  }

  /** Answers a scrape, whatever the path: for a route of one's own `http` server or framework. */
  readonly serve = (request: IncomingMessage, response: ServerResponse): void => {
    Reflect.set(request, scraped, true);
    if ('stream' in request) Reflect.set(request.stream as object, scraped, true);
    void this.#respond(askedOf(request), (asked) => this.#scrape(asked), response, send);
  };

  /** The same, fetch-style. */
  readonly fetch = async (request: Request): Promise<Response> => {
    const { method, url, headers } = request;
    const asked = { method, path: new URL(url).pathname, header: (name: string) => headers.get(name) ?? undefined };
    const { status, headers: said, body, sent } = await this.#guarded(asked, (each) => this.#scrape(each));
    const whole = method === 'HEAD' ? null : Buffer.concat(body);
    sent?.();
    return new Response(whole, { status, headers: { ...said } });
  };

  /** Answers by path: for the endpoint's own server. */
  readonly route = (request: IncomingMessage, response: ServerResponse): void => {
    const asked = askedOf(request);
    const work = this.#workAt(asked.path);
    void (work ? this.#respond(asked, work, response, sendPaced) : sendPaced(notFound(), asked.method, response));
  };

  async #respond(asked: Asked, work: Work, response: ServerResponse, by: typeof send | typeof sendPaced): Promise<void> {
    const said = await this.#guarded(asked, work);
    // an answer of somebody else's, who did not want to wait, stands
    if (!response.destroyed && !response.headersSent) await by(said, asked.method, response);
  }

  async #guarded(asked: Asked, work: Work): Promise<Answer> {
    try {
      if (asked.method !== 'GET' && asked.method !== 'HEAD') return answer(405, 'only GET and HEAD\n', { allow: 'GET, HEAD' });
      return await work(asked);
    } catch (error) {
      return answer(500, `the collection failed: ${String(error)}\n`);
    }
  }

  #workAt(path: string): Work | undefined {
    const works: Readonly<Record<Path, Work>> = {
      '/metrics': (asked) => this.#scrape(asked),
      '/-/healthy': () => answer(200, 'healthy\n'),
      '/-/ready': () => this.#ready(),
      '/': (asked) => this.#index(asked),
    };
    return Object.hasOwn(works, path) ? works[path as Path] : undefined;
  }

  async #scrape({ header }: Asked): Promise<Answer> {
    const scrape = await this.#parts.scraper.scrape(timeoutOf(header('x-prometheus-scrape-timeout-seconds')));
    const headers = { 'content-type': contentType, vary: 'accept-encoding' };
    const sent = scrape.read();
    if (!acceptsGzip(header('accept-encoding'))) return { ...answer(200, scrape.body, headers), sent };
    return { ...answer(200, [await scrape.gzipped()], { ...headers, 'content-encoding': 'gzip' }), sent };
  }

  #ready(): Answer {
    const failing = this.#parts.health.states.filter(({ up }) => !up);
    if (failing.length === 0) return answer(200, 'ready\n');
    return answer(503, failing.map(({ name, reason }) => `not ready: ${name}: ${reason}\n`).join(''));
  }

  #index({ header }: Asked): Answer {
    const status = this.#parts.status();
    if (header('accept')?.includes('application/json')) return answer(200, JSON.stringify(status), { 'content-type': 'application/json' });
    return answer(200, page(status), {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    });
  }
}
