'use strict';
const { metrics } = require('@opentelemetry/api');
const { MeterProvider } = require('@opentelemetry/sdk-metrics');
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [new PrometheusExporter({ port: 0 })] }));
