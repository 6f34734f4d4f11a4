'use strict';
const { metrics } = require('@opentelemetry/api');
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
const { MeterProvider } = require('@opentelemetry/sdk-metrics');
const { Openlit } = require('openlit');

// It takes the provider that is there. Metrics alone: its spans go nowhere, of events and of what is said there is nothing, and prices are not fetched.
const port = Number(process.env.OTEL_EXPORTER_PROMETHEUS_PORT);
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [new PrometheusExporter({ port, host: '127.0.0.1' })] }));
Openlit.init({ disableEvents: true, captureMessageContent: false, pricingJson: '{}' });
