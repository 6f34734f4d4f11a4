import assert from 'node:assert/strict';
import { mkdirSync, renameSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { ask } from './client.ts';
import { eventually, within } from './eventually.ts';
import { close, listen, portOf } from './listening.ts';
import { points, valueOf } from './points.ts';
import { project } from './scratch.ts';
import { type Service, services } from './service.ts';

interface Attribute {
  readonly key: string;
  readonly value: { readonly intValue?: number | string };
}
interface Point {
  readonly attributes: readonly Attribute[];
  readonly count?: string | number;
  readonly asDouble?: number;
  readonly asInt?: string;
}
interface Span {
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly Attribute[];
  readonly parentSpanId?: string;
}
interface Metric {
  readonly name: string;
  readonly histogram?: { readonly dataPoints: readonly Point[] };
  readonly sum?: { readonly dataPoints: readonly Point[] };
}
interface Body {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly scope: { name: string }; readonly spans: readonly Span[] }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly scope: { name: string }; readonly metrics: readonly Metric[] }[];
  }[];
}

/** What an application's own OpenTelemetry sends, gathered. */
class Collector {
  readonly bodies: Body[] = [];
  readonly #server: Server = createServer((request, response) => {
    json(request).then(
      (body) => {
        this.bodies.push(body as Body);
        return response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      },
      () => response.writeHead(400).end(),
    );
  });

  listen(): Promise<string> {
    return listen(this.#server);
  }

  close(): Promise<void> {
    return close(this.#server);
  }

  /** Spans by scope, kind, name, whether they have a parent, and the names of their attributes. */
  get spans(): readonly string[] {
    return this.bodies
      .flatMap(({ resourceSpans = [] }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans))
      .flatMap(({ scope, spans }) =>
        spans.map(({ name, kind, parentSpanId, attributes }) => {
          const keys = attributes.map(({ key }) => key).toSorted();
          return [scope.name, kind, name, parentSpanId ? 'child' : 'root', keys.join()].join(' ');
        }),
      )
      .toSorted();
  }

  /** Metrics of requests and of the application, by scope and name, with how much they had counted when it ended. */
  get metrics(): Readonly<Record<string, number>> {
    const all = this.bodies
      .flatMap(({ resourceMetrics = [] }) => resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics))
      .flatMap(({ scope, metrics }) => metrics.map((metric): [string, Metric] => [`${scope.name} ${metric.name}`, metric]))
      .filter(([, { name }]) => /^(http|shop)\./.test(name));
    return Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, metric]) => [name, this.#countOf(metric)]));
  }

  /** Without what their own exporters sent here: they export as often as time allows. */
  #countOf({ histogram, sum }: Metric): number {
    return (
      (histogram ?? sum)?.dataPoints
        .filter((point) => askedPort(point) !== portOf(this.#server))
        .reduce((all, { count, asDouble, asInt }) => all + Number(count ?? asDouble ?? asInt), 0) ?? 0
    );
  }
}

/** By the conventions of today, or by those before. */
const ports = ['server.port', 'net.peer.port'];
const askedPort = ({ attributes }: Point): number => Number(attributes.find(({ key }) => ports.includes(key))?.value.intValue);

const many = 10;

interface Own {
  readonly name: string;
  readonly project: () => Promise<string>;
  /** What is preloaded. */
  readonly preload: string;
}

const sdk = (version: string, undici: string, api: string): Promise<string> =>
  project(
    `@opentelemetry/api@${api}`,
    ...['sdk-node', 'instrumentation-http', 'exporter-metrics-otlp-http', 'exporter-trace-otlp-http'].map(
      (name) => `@opentelemetry/${name}@${version}`,
    ),
    `@opentelemetry/instrumentation-undici@${undici}`,
  );

const owns: readonly Own[] = [
  { name: 'API 1.9 and NodeSDK 2.x', project: () => sdk('0.215.0', '0.25.0', '1.9.0'), preload: './own-sdk.cjs' },
  { name: 'API 1.10 and NodeSDK 3.x', project: () => sdk('0.301.0', '0.34.0', '1.10.0'), preload: './own-sdk.cjs' },
  {
    name: 'auto-instrumentations-node',
    project: () => project('@opentelemetry/api@1.10.0', '@opentelemetry/auto-instrumentations-node@0.82.0'),
    preload: '@opentelemetry/auto-instrumentations-node/register',
  },
];
const ours = '@autonomica/metrics/instrumentation';

describe('beside the OpenTelemetry of an application', () => {
  const start = services();
  let target: string;
  before(async () => {
    target = await start({ cwd: await (owns[0] as Own).project(), file: 'target.cjs' }).url();
  });

  async function outcome(own: Own, file: string, preloads: readonly string[]): Promise<unknown> {
    const collector = new Collector();
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen(),
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_NODE_RESOURCE_DETECTORS: 'none',
      AUTONOMICA_METRICS_EXPORTER: 'prometheus',
    };
    const flag = file.endsWith('.mjs') ? '--import' : '--require';
    const options = preloads.flatMap((each) => [flag, each]);
    const service = start({ cwd: await own.project(), file, options, args: [target], env });
    const url = await service.url();
    const answers: unknown[] = [];
    for (let i = 0; i < many; i++) answers.push(JSON.parse((await ask(`${url}/${i}`)).body));
    // what their own exporters have sent meanwhile is not of the application
    await eventually(() => assert.equal(collector.spans.filter((span) => /undici 3 /.test(span)).length, many));
    if (preloads.includes(ours)) await counted(service);
    await ask(`${url}/end`);
    const ended = await within('its end', service.ended);
    const { spans, metrics } = collector;
    await collector.close();
    assert.equal(metrics['shop shop.orders'], 3, 'nothing was exported at its end');
    return { answers, ended, stdout: service.stdout.replace(/\d+/, 'PORT'), spans, metrics };
  }

  const counted = (service: Service): Promise<void> =>
    eventually(async () => {
      const scrape = await service.scrape();
      const sum = (name: string): number => points(scrape, name).reduce((all, { value }) => all + value, 0);
      assert.equal(sum('http_server_request_duration_seconds'), many);
      assert.equal(sum('http_client_request_duration_seconds'), 2 * many);
      assert.equal(valueOf(scrape, 'shop_orders_total'), 3);
      // what their own instrumentation of the runtime says as well is not added to ours
      assert.ok(sum('nodejs_eventloop_time_seconds_total') < valueOf(scrape, 'process_uptime_seconds') + 1);
      assert.ok(sum('v8js_memory_heap_used_bytes') < valueOf(scrape, 'process_memory_usage_bytes'));
    });

  for (const own of owns)
    for (const file of ['own-app.cjs', 'own-app.mjs'])
      it(`changes nothing, and counts each request once: ${own.name}, ${file}`, async () => {
        const bare = await outcome(own, file, [own.preload]);
        assert.deepEqual(await outcome(own, file, [ours, own.preload]), bare, 'ours first');
        assert.deepEqual(await outcome(own, file, [own.preload, ours]), bare, 'theirs first');
      });

  it('takes what a copy of the API registers that is not beside the entry, and older', async () => {
    const cwd = await project('@opentelemetry/api@1.9.0');
    const to = join(cwd, 'node_modules', 'holder', 'node_modules', '@opentelemetry');
    mkdirSync(to, { recursive: true });
    renameSync(join(cwd, 'node_modules', '@opentelemetry', 'api'), join(to, 'api'));
    const service = start({ cwd, file: 'registers.cjs', flag: '--require' });
    await service.printed(/^registered true, counted shop.orders 3$/m);
    assert.equal(valueOf(await service.scrape(), 'shop_orders_total'), 3);
  });
});
