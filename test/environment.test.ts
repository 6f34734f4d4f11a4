import assert from 'node:assert/strict';
import { ConfigError, configure } from '../src/environment.ts';

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
      host: 'localhost',
      port: 9464,
      machine: true,
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
      OTEL_EXPORTER_PROMETHEUS_HOST: '::',
      OTEL_EXPORTER_PROMETHEUS_PORT: '0',
      AUTONOMICA_METRICS_HOST: 'False',
      AUTONOMICA_METRICS_MAX_LINES: '200',
    };
    assert.deepEqual(effective(environment), {
      disabled: 'true environment',
      serviceName: 'shop environment',
      resource: '{"a":"b,c","d":"e"} environment',
      logLevel: 'warn environment',
      host: ':: environment',
      port: '0 environment',
      machine: 'false environment',
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
        OTEL_EXPORTER_PROMETHEUS_HOST: 'a b',
        OTEL_EXPORTER_PROMETHEUS_PORT: '65536',
        AUTONOMICA_METRICS_HOST: '1',
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
        'OTEL_EXPORTER_PROMETHEUS_HOST "a b" is not a host name or address',
        'OTEL_EXPORTER_PROMETHEUS_PORT "65536" is not a port from 0 to 65535',
        'AUTONOMICA_METRICS_HOST "1" is not true or false',
        'AUTONOMICA_METRICS_MAX_LINES "1e9" is not a whole number from 100 to 10000000',
      ],
    );
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
