import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { close, listen } from './listening.ts';

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
interface DataPoint {
  readonly attributes: readonly Attribute[];
  readonly asDouble?: number;
  readonly asInt?: string;
  readonly sum?: number;
  readonly count?: string | number;
  readonly bucketCounts?: readonly (string | number)[];
}
interface Data {
  readonly aggregationTemporality?: number;
  readonly dataPoints: readonly DataPoint[];
}
export interface Received {
  readonly name: string;
  readonly unit?: string;
  readonly sum?: Data & { readonly isMonotonic?: boolean };
  readonly gauge?: Data;
  readonly histogram?: Data;
}
interface Request {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeMetrics: readonly { readonly metrics: readonly Received[] }[];
  }[];
}

/** A collector: receives OTLP over HTTP as JSON. https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export class Receiver {
  readonly requests: Request[] = [];
  readonly types: string[] = [];
  /** What it answers with. */
  status = 200;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const type = request.headers['content-type'] ?? '';
      this.types.push(type);
      const end = (): void => {
        response.writeHead(this.status, { 'content-type': type }).end(type === 'application/json' ? '{}' : '');
      };
      if (type !== 'application/json') request.resume().on('end', end);
      else
        json(request).then((body) => {
          if (this.status === 200) this.requests.push(body as Request);
          return end();
        }, end);
    });
  }

  listen(): Promise<string> {
    return listen(this.#server);
  }

  close(): Promise<void> {
    return close(this.#server);
  }

  /** The last that came of a metric. */
  last(name: string): Received | undefined {
    return this.requests
      .at(-1)
      ?.resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
      .find((metric) => metric.name === name);
  }
}

/** The points of a metric: attributes, and its value or its counts. */
export const pointsOf = (received: Received | undefined): ReadonlyMap<string, number> => {
  const { dataPoints = [] } = received?.sum ?? received?.gauge ?? received?.histogram ?? {};
  return new Map(
    dataPoints.map(({ attributes, asDouble, asInt, count }) => {
      const labels = attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]);
      return [
        JSON.stringify(Object.fromEntries(labels.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)))),
        Number(count ?? asDouble ?? asInt),
      ];
    }),
  );
};
