'use strict';
const { context, metrics } = require('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
const { FastifyOtelInstrumentation } = require('@fastify/otel');
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { ExpressInstrumentation } = require('@opentelemetry/instrumentation-express');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { MeterProvider } = require('@opentelemetry/sdk-metrics');

// Metrics alone: no tracer is registered, and the context is kept for the route only.
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const port = Number(process.env.OTEL_EXPORTER_PROMETHEUS_PORT);
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [new PrometheusExporter({ port, host: '127.0.0.1' })] }));
const ignoreLayersType = process.env.BENCH_IGNORED_LAYERS?.split(',');
registerInstrumentations({
  instrumentations: [
    new HttpInstrumentation(),
    new ExpressInstrumentation({ ignoreLayersType }),
    new FastifyOtelInstrumentation({ registerOnInitialization: true }),
  ],
});
