'use strict';
// OpenTelemetry's host metrics behind the stock exporter, all groups, as their documentation has it.
const { createServer } = require('node:http');
const { HostMetricsInstrumentation } = require('@opentelemetry/instrumentation-host-metrics');
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
const { MeterProvider } = require('@opentelemetry/sdk-metrics');

const exporter = new PrometheusExporter({ preventServerStart: true });
const provider = new MeterProvider({ readers: [exporter] });
const instrumentation = new HostMetricsInstrumentation();
instrumentation.setMeterProvider(provider);
instrumentation.enable();
const { collect } = exporter;
const server = createServer((request, response) => {
  exporter.collect = async (...options) => {
    const began = performance.now();
    const collected = await Reflect.apply(collect, exporter, options);
    response.setHeader('server-timing', `read;dur=${performance.now() - began}`);
    return collected;
  };
  exporter.getMetricsRequestHandler(request, response);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/metrics`));
