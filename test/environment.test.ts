import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ConfigError, configure } from '../src/environment.ts';
import { instrumentationNames } from '../src/settings.ts';
import { resourceOf } from '../src/resource.ts';

const effective = (environment: Record<string, string>): Record<string, string> =>
  Object.fromEntries(configure({}, environment).effective.map(({ option, value, source }) => [option, `${value} ${source}`]));

describe('settings', () => {
  it('have defaults, and an empty variable is none', () => {
    const { settings, rejected } = configure({}, { OTEL_SERVICE_NAME: '', OTEL_EXPORTER_PROMETHEUS_PORT: ' ' });
    assert.deepEqual(settings, {
      disabled: false,
      serviceName: 'unknown_service:node',
      resource: {},
      logLevel: 'info',
      logFormat: 'text',
      exporters: ['prometheus'],
      exportIntervalMs: 60_000,
      exportTimeoutMs: 30_000,
      otlpProtocol: 'http/protobuf',
      otlpEndpoint: 'http://localhost:4318',
      host: 'localhost',
      port: 9464,
      machine: 'auto',
      root: '/',
      sampleIntervalMs: 15_000,
      interfaces: '',
      mounts: '',
      bodySize: false,
      resourceLabels: [],
      prices: '',
      expireMs: 0,
      enabled: instrumentationNames,
      disabledOnes: [],
      maxLines: 15_000,
    });
    assert.deepEqual(rejected, []);
  });

  it('are read from the environment, and say so', () => {
    const environment = {
      OTEL_SDK_DISABLED: 'TRUE',
      OTEL_SERVICE_NAME: 'shop',
      OTEL_RESOURCE_ATTRIBUTES: 'a=b%2Cc, d = e',
      OTEL_LOG_LEVEL: 'Warn',
      OTEL_METRICS_EXPORTER: 'otlp,prometheus',
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      OTEL_METRIC_EXPORT_TIMEOUT: '500',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://collector:1/v1/metrics',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://other:2',
      OTEL_EXPORTER_PROMETHEUS_HOST: '::',
      OTEL_EXPORTER_PROMETHEUS_PORT: '0',
      AUTONOMICA_METRICS_LOG_FORMAT: 'Logfmt',
      AUTONOMICA_METRICS_HOST: 'False',
      AUTONOMICA_METRICS_ROOTFS: '/host',
      AUTONOMICA_METRICS_SAMPLE_INTERVAL: '1000',
      AUTONOMICA_METRICS_INTERFACES: 'eth.*',
      AUTONOMICA_METRICS_MOUNTS: '/srv',
      AUTONOMICA_METRICS_HTTP_BODY_SIZE: 'TRUE',
      AUTONOMICA_METRICS_RESOURCE_LABELS: 'service.name, a',
      AUTONOMICA_METRICS_PRICES: 'prices.json',
      AUTONOMICA_METRICS_EXPIRE: '600000',
      OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http, undici,,express',
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'express',
      AUTONOMICA_METRICS_MAX_LINES: '200',
    };
    assert.deepEqual(effective(environment), {
      disabled: 'true environment',
      serviceName: 'shop environment',
      resource: '{"a":"b,c","d":"e"} environment',
      logLevel: 'warn environment',
      logFormat: 'logfmt environment',
      exporters: 'otlp,prometheus environment',
      exportIntervalMs: '1000 environment',
      exportTimeoutMs: '500 environment',
      otlpProtocol: 'grpc environment',
      otlpEndpoint: 'http://collector:1/v1/metrics environment',
      host: ':: environment',
      port: '0 environment',
      machine: 'false environment',
      root: '/host environment',
      sampleIntervalMs: '1000 environment',
      interfaces: 'eth.* environment',
      mounts: '/srv environment',
      bodySize: 'true environment',
      resourceLabels: 'service.name,a environment',
      prices: 'prices.json environment',
      expireMs: '600000 environment',
      enabled: 'http,undici,express environment',
      disabledOnes: 'express environment',
      maxLines: '200 environment',
    });
  });

  it('that are wrong are ignored, and all named with what they must be', () => {
    const { settings, rejected } = configure(
      {},
      {
        OTEL_SDK_DISABLED: 'yes',
        OTEL_RESOURCE_ATTRIBUTES: 'secret',
        OTEL_LOG_LEVEL: 'constructor',
        OTEL_METRIC_EXPORT_INTERVAL: '0',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'tcp',
        OTEL_EXPORTER_PROMETHEUS_HOST: 'a b',
        OTEL_EXPORTER_PROMETHEUS_PORT: '65536',
        AUTONOMICA_METRICS_HOST: '1',
        AUTONOMICA_METRICS_ROOTFS: 'host',
        AUTONOMICA_METRICS_INTERFACES: '(',
        AUTONOMICA_METRICS_MAX_LINES: '1e9',
      },
    );
    assert.deepEqual(settings, configure({}, {}).settings);
    assert.deepEqual(
      rejected.map(({ variable, problem }) => `${variable} ${problem}`),
      [
        'OTEL_SDK_DISABLED "yes" is not true or false',
        'OTEL_RESOURCE_ATTRIBUTES its value is not a list key=value,key=value in which values are percent-encoded',
        'OTEL_LOG_LEVEL "constructor" is not none, error, warn, info or debug',
        'OTEL_METRIC_EXPORT_INTERVAL "0" is not a whole number of milliseconds from 1 to 2147483647',
        'OTEL_EXPORTER_OTLP_PROTOCOL "tcp" is not one of http/protobuf, http/json, grpc',
        'OTEL_EXPORTER_PROMETHEUS_HOST "a b" is not a host name or address',
        'OTEL_EXPORTER_PROMETHEUS_PORT "65536" is not a port from 0 to 65535',
        'AUTONOMICA_METRICS_HOST "1" is not true, false or auto',
        'AUTONOMICA_METRICS_ROOTFS "host" is not an absolute path',
        'AUTONOMICA_METRICS_INTERFACES "(" is not a regular expression',
        'AUTONOMICA_METRICS_MAX_LINES "1e9" is not a whole number from 100 to 10000000',
      ],
    );
  });

  it('that are lists keep what is known, and name the rest', () => {
    const { settings, rejected } = configure({}, { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'fs,http,Koa' });
    assert.deepEqual(settings.disabledOnes, ['http']);
    assert.deepEqual(rejected, [
      {
        variable: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
        problem: `"fs", "Koa": not in a list of ${instrumentationNames.join(', ')}`,
      },
    ]);
  });

  it('have no credentials where they are shown', () => {
    const variable = 'OTEL_EXPORTER_OTLP_ENDPOINT';
    const shown = (text: string): unknown => {
      const { effective: all, rejected } = configure({}, { [variable]: text });
      return [all.find(({ option }) => option === 'otlpEndpoint')?.value, ...rejected.map(({ problem }) => problem)];
    };
    assert.deepEqual(shown('https://me:secret@collector:4318/x'), ['https://collector:4318/x']);
    assert.deepEqual(shown('collector:4317'), ['http://collector:4317']);
    assert.deepEqual(shown('http://me:secret@'), ['http://localhost:4318', 'its value is not a URL']);
  });

  it('that are lists of nothing that is known are the default, and said', () => {
    const environment = { OTEL_METRICS_EXPORTER: 'logging', OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'grpc,fs' };
    const { settings, rejected } = configure({}, environment);
    assert.deepEqual(settings, configure({}, {}).settings);
    assert.deepEqual(
      rejected.map(({ variable }) => variable),
      Object.keys(environment),
    );
  });

  it('that name resource attributes keep those that there are, and name the rest', () => {
    const environment = { OTEL_RESOURCE_ATTRIBUTES: 'a=1', AUTONOMICA_METRICS_RESOURCE_LABELS: 'service.version,a,toString' };
    assert.deepEqual(configure({}, environment).rejected, [
      {
        variable: 'AUTONOMICA_METRICS_RESOURCE_LABELS',
        problem: 'the resource has no "service.version", "toString": set it in OTEL_RESOURCE_ATTRIBUTES',
      },
    ]);
    assert.throws(() => configure({ resourceLabels: ['b'] }, environment), /option "resourceLabels": the resource has no "b"/);
    assert.throws(() => configure({ resourceLabels: [''] }, {}), /option "resourceLabels": \[ '' \] is not a list of resource attributes/);
  });

  it('that name the container have what can be known of it', () => {
    const labels = { AUTONOMICA_METRICS_RESOURCE_LABELS: 'container.id,container.runtime.name' };
    const rejectedIn = (tree: string): readonly string[] =>
      configure({ root: join(import.meta.dirname, 'fixtures', 'roots', tree) }, labels).rejected.map(({ problem }) => problem);
    assert.deepEqual(rejectedIn('docker-v2'), []);
    assert.deepEqual(rejectedIn('kubernetes-pod'), ['the resource has no "container.id": set it in OTEL_RESOURCE_ATTRIBUTES']);
    assert.match(String(rejectedIn('docker-host')), /no "container.id", "container.runtime.name"/);
  });

  it('are the resource, in which what is given stands', () => {
    const given = { serviceName: 'shop', resource: { 'container.id': 'given' } };
    const {
      'container.id': id,
      'container.runtime.name': runtime,
      'service.name': name,
    } = resourceOf(given, { id: 'found', runtime: 'podman' });
    assert.deepEqual([id, runtime, name], ['given', 'podman', 'shop']);
    assert.ok(!Object.hasOwn(resourceOf(given), 'container.runtime.name'));
  });

  it('are options first, and a wrong option is an error that lists them all', () => {
    const { settings } = configure({ port: 0 }, { OTEL_EXPORTER_PROMETHEUS_PORT: '1' });
    assert.equal(settings.port, 0);
    const wrong = { port: -1, host: '', prot: 1 } as unknown as Parameters<typeof configure>[0];
    assert.throws(
      () => configure(wrong, {}),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError);
        assert.deepEqual(error.problems, [
          'option "prot" is unknown',
          'option "host": "" is not a host name or address',
          'option "port": -1 is not a port from 0 to 65535',
        ]);
        return true;
      },
    );
  });
});
