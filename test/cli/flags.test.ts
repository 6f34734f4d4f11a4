import assert from 'node:assert/strict';
import { help } from '../../src/cli/collector-help.ts';
import { defaultOf, defaults, flags, parseFlags, variableOf } from '../../src/cli/flags.ts';
import { ConfigError, configure, type Options } from '../../src/environment.ts';

const command = (line: string, unfit: () => readonly string[] = () => []) => ({
  ...parseFlags(line.split(' ').filter(Boolean)),
  defaults,
  unfit,
});

function problemsOf(line: string, environment: Record<string, string> = {}, options: Options = {}): readonly string[] {
  try {
    configure(options, environment, command(line));
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems;
  }
}

describe('flags', () => {
  it('are read with a space or "=", the last one counting', () => {
    const { flags: given, problems, once, help: asked } = parseFlags(['--port', '1', '--port=2', '--root=/host', '--once', '-h']);
    assert.deepEqual(given, { port: { name: '--port', text: '2' }, root: { name: '--root', text: '/host' } });
    assert.deepEqual([problems, once, asked], [[], true, true]);
  });

  it('win over variables, which win over the defaults of the command', () => {
    const environment = { OTEL_EXPORTER_PROMETHEUS_PORT: '9001', AUTONOMICA_METRICS_ROOTFS: '/host' };
    const of = (line: string, from = {}): unknown[] => {
      const { settings, effective } = configure({}, from, command(line));
      return [settings.port, settings.root, effective.find(({ option }) => option === 'port')?.source];
    };
    assert.deepEqual(of(''), [8000, '/', 'default']);
    assert.deepEqual(of('', environment), [9001, '/host', 'environment']);
    assert.deepEqual(of('--port 9002', environment), [9002, '/host', 'flag']);
  });

  it('name the collector, unless the environment does in either way', () => {
    const named = (environment: Record<string, string>): unknown => {
      const { serviceName, resource } = configure({}, environment, command('')).settings;
      return [serviceName, resource];
    };
    assert.deepEqual(named({}), ['unknown_service:node', { 'service.name': 'autonomica-collector' }]);
    assert.deepEqual(named({ OTEL_RESOURCE_ATTRIBUTES: 'team=a' }), [
      'unknown_service:node',
      { 'service.name': 'autonomica-collector', team: 'a' },
    ]);
    assert.deepEqual(named({ OTEL_RESOURCE_ATTRIBUTES: 'service.name=b' }), ['unknown_service:node', { 'service.name': 'b' }]);
  });

  it('that are wrong, unknown or lack a value are all named, with what to do', () => {
    assert.deepEqual(problemsOf('--prot 90 --once=yes --root -x --port abc --interfaces ( -p'), [
      '--prot is unknown: remove it, or see --help',
      '"90" is no flag: remove it, or see --help',
      '--once takes no value: remove "=yes"',
      '--root has no value: write --root=<path>',
      '-p is unknown: remove it, or see --help',
      '--port: "abc" is not a port from 0 to 65535',
      '--interfaces: "(" is not a regular expression',
    ]);
    for (const { flag, value } of flags)
      for (const line of [`--${flag}`, `--${flag}=`])
        assert.deepEqual(problemsOf(line), [`--${flag} has no value: write --${flag}=<${value}>`]);
  });

  it('and variables that are wrong are one error, also where a flag or an option stands in for the variable', () => {
    const environment = { OTEL_EXPORTER_PROMETHEUS_PORT: 'x', AUTONOMICA_METRICS_HOST: 'y', OTEL_METRICS_EXPORTER: 'prometheus,z' };
    assert.deepEqual(problemsOf('--port 1 --log-format xml', environment, { machine: true }), [
      '--log-format: "xml" is not text, logfmt or json',
      'OTEL_METRICS_EXPORTER: "z": not in a list of prometheus, otlp, console, none',
      'OTEL_EXPORTER_PROMETHEUS_PORT: "x" is not a port from 0 to 65535',
      'AUTONOMICA_METRICS_HOST: "y" is not true, false or auto',
    ]);
  });

  it('never show what may be a secret', () => {
    const [problem, ...rest] = problemsOf('', { OTEL_RESOURCE_ATTRIBUTES: 'hunter2' });
    assert.match(String(problem), /^OTEL_RESOURCE_ATTRIBUTES: its value is not a list/);
    assert.deepEqual(rest, []);
  });

  it('are all in the help, with variable and default, in a width that terminals have', () => {
    for (const each of flags) {
      const at = help.indexOf(`  --${each.flag} <${each.value}> `);
      assert.ok(at > 0, each.flag);
      const lines = help.slice(at).split('\n').slice(0, 2).join('\n');
      assert.ok(lines.includes(each.means) && lines.includes(variableOf(each)) && lines.includes(defaultOf(each)), lines);
    }
    for (const line of help.split('\n')) assert.ok(line.length <= 130, line);
  });
});
