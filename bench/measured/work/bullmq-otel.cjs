'use strict';
const { metrics } = require('@opentelemetry/api');
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
const { MeterProvider } = require('@opentelemetry/sdk-metrics');
const { BullMQOtel } = require('bullmq-otel');
const worker = require('./worker.cjs');

// Metrics alone: no tracer is registered.
const port = Number(process.env.OTEL_EXPORTER_PROMETHEUS_PORT);
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [new PrometheusExporter({ port, host: '127.0.0.1' })] }));
worker({ telemetry: new BullMQOtel({ enableMetrics: true }) });
