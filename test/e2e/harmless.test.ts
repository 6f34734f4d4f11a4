import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './client.ts';
import { eventually, within } from './eventually.ts';
import { valueOf } from './points.ts';
import { withApi110, withApi19, withExpress5 } from './scratch.ts';
import { Service, services } from './service.ts';

interface Program {
  readonly text: string;
  /** Sent once it has printed `ready`. */
  readonly signal?: NodeJS.Signals;
}

const programs: Readonly<Record<string, Program>> = {
  'is empty': { text: '' },
  prints: { text: "console.log('out'); console.error('err')" },
  'sets an exit code': { text: 'process.exitCode = 7' },
  'calls process.exit': { text: "console.log('out'); process.exit(3)" },
  throws: { text: "throw new Error('thrown')" },
  rejects: { text: "Promise.reject(new Error('rejected'))" },
  'handles what is uncaught': {
    text: "process.on('uncaughtException', ({ message }) => { console.log(message); process.exitCode = 4 }); setTimeout(() => { throw new Error('later') }, 1)",
  },
  'handles what is rejected': {
    text: "process.on('unhandledRejection', ({ message }) => { console.log(message); process.exitCode = 5 }); Promise.reject(new Error('alone'))",
  },
  'monitors what is uncaught': {
    text: "process.on('uncaughtExceptionMonitor', ({ message }, origin) => console.log(message, origin)); setImmediate(() => { throw new Error('seen') })",
  },
  'captures what is uncaught': {
    text: "process.setUncaughtExceptionCaptureCallback(({ message }) => console.log(message)); setTimeout(() => { throw new Error('caught') }, 1)",
  },
  'throws what is no error': { text: "setTimeout(() => { throw 'text' }, 1)" },
  'has a rejection handled late': {
    text: "process.on('unhandledRejection', () => console.log('unhandled')); process.on('rejectionHandled', () => console.log('handled')); const late = Promise.reject(new Error('late')); setTimeout(() => late.catch(() => {}), 10)",
  },
  warns: {
    text: "process.on('warning', ({ name, code }) => console.log(name, code)); process.emitWarning('careful', 'CustomWarning', 'W1'); new Buffer(1)",
  },
  'has too many listeners': {
    text: "const emitter = new (process.getBuiltinModule('node:events'))(); process.on('warning', ({ name, count }) => console.log(name, count)); for (let i = 0; i < 11; i++) emitter.on('x', () => {})",
  },
  'writes to standard output without a console': {
    text: "process.stdout.write('a'.repeat(200000) + '\\n', () => process.stdout.write('b\\n'))",
  },
  'works on before it ends': {
    text: "let left = 3; process.on('beforeExit', (code) => { if (left-- > 0) setTimeout(() => console.log('again', code), 1); else console.log('over') })",
  },
  'exits while it sends and serves': {
    text: "const http = process.getBuiltinModule('node:http'); http.createServer((q, r) => r.end('x')).listen(0, '127.0.0.1', function () { http.get({ port: this.address().port, host: '127.0.0.1' }, (r) => r.resume().on('end', () => { console.log(r.statusCode); process.exit(6) })) })",
  },
  'has listeners of its own only': {
    text: "console.log(process.eventNames().filter((name) => typeof name === 'string' && !/^(newListener|removeListener)$/.test(name)).sort().join(), process.listenerCount('exit'), process.listenerCount('SIGTERM'), process.listenerCount('uncaughtException'))",
  },
  'aborts itself': { text: "console.log('out'); process.kill(process.pid, 'SIGKILL')" },
  'ends by SIGHUP': { text: "console.log('ready'); setInterval(() => {}, 1000)", signal: 'SIGHUP' },
  'reads standard input': {
    text: "let all = ''; process.stdin.on('data', (chunk) => { all += chunk }).on('end', () => console.log('read', all.length))",
  },
  'hears beforeExit and exit': {
    text: "process.once('beforeExit', () => console.log('before')); process.on('exit', (code) => console.log('exit', code))",
  },
  'listens and closes': {
    text: "process.getBuiltinModule('node:http').createServer().listen(0, '127.0.0.1', function () { this.close(() => console.log('closed')) })",
  },
  'ends by SIGTERM': { text: "console.log('ready'); setInterval(() => {}, 1000)", signal: 'SIGTERM' },
  'ends by SIGINT': { text: "console.log('ready'); setInterval(() => {}, 1000)", signal: 'SIGINT' },
  'handles SIGTERM': {
    text: "process.on('SIGTERM', () => { console.log('asked to'); process.exit(0) }); console.log('ready'); setInterval(() => {}, 1000)",
    signal: 'SIGTERM',
  },
};

const ours = /^@autonomica\/metrics: .*\n/gm;
/** With any preload, an empty one too, Node's stack has other frames and its caret may stand elsewhere; what it says is the same. */
const told = (stderr: string): string =>
  stderr
    .replace(ours, '')
    .replace(/^\(node:\d+\)/gm, '(node)')
    .replace(/^ {4}at .*\n/gm, '')
    .replace(/^ +\^$/gm, '^');

describe('a program', () => {
  let cwd: string;
  before(async () => {
    cwd = await withExpress5();
  });

  async function outcome(file: string, flag: '--require' | '--import' | undefined, signal?: NodeJS.Signals): Promise<unknown> {
    const service = new Service({ cwd, file, flag });
    if (signal) {
      await service.printed(/ready/);
      service.child.kill(signal);
    }
    service.child.stdin?.end();
    const ended = await within('its end', service.ended);
    return { ...ended, stdout: service.stdout, stderr: told(service.stderr) };
  }

  for (const [name, { text, signal }] of Object.entries(programs))
    for (const extension of ['cjs', 'mjs'])
      it(`that ${name} does the same with the preload (${extension})`, async () => {
        const file = `${name.replaceAll(' ', '-')}.${extension}`;
        writeFileSync(join(cwd, file), `${text}\n`);
        const bare = await outcome(file, undefined, signal);
        assert.deepEqual(await outcome(file, '--require', signal), bare);
        assert.deepEqual(await outcome(file, '--import', signal), bare);
      });

  it('that is switched off has nothing attached', async () => {
    const service = new Service({ cwd, file: 'plain.cjs', flag: '--require', env: { OTEL_SDK_DISABLED: 'true' } });
    assert.equal((await ask(await service.url())).status, 200);
    await service.stop();
    assert.deepEqual(service.said, []);
  });

  it('that is preloaded with a part of the package starts, and one line says so', async () => {
    const alone = join(cwd, 'alone');
    mkdirSync(alone, { recursive: true });
    cpSync(join(cwd, 'node_modules/@autonomica/metrics/dist/preload.cjs'), join(alone, 'preload.cjs'));
    writeFileSync(join(cwd, 'prints.cjs'), "console.log('out')");
    for (const flag of ['--require', '--import']) {
      const service = new Service({ cwd, file: 'prints.cjs', options: [flag, './alone/preload.cjs'] });
      assert.deepEqual(await within('its end', service.ended), { code: 0, signal: null });
      assert.equal(service.stdout, 'out\n');
      assert.match(service.stderr, /^@autonomica\/metrics: not started: Error: Cannot find module '\.\/core\.cjs'/);
    }
  });

  for (const [what, text] of Object.entries({
    'a worker thread':
      "const { Worker, isMainThread } = require('node:worker_threads'); if (isMainThread) new Worker(__filename); else console.log('part')",
    'a forked child':
      "const { fork } = require('node:child_process'); if (process.argv[2] === 'child') { console.log('part'); process.disconnect() } else fork(__filename, ['child'])",
    'a cluster worker':
      "const cluster = require('node:cluster'); if (cluster.isPrimary) cluster.fork(); else { console.log('part'); cluster.worker.disconnect() }",
  }))
    it(`stays quiet in ${what}`, async () => {
      const file = `${what.replaceAll(' ', '-')}.cjs`;
      writeFileSync(join(cwd, file), text);
      const service = new Service({ cwd, file, flag: '--require' });
      assert.deepEqual(await within('its end', service.ended), { code: 0, signal: null });
      assert.match(service.stdout, /part/);
      assert.equal(service.said.length, 1, service.stderr);
    });
});

/** What breaks our hooks, and nobody else: it looks at who calls. */
const faults: Readonly<Record<string, string>> = {
  'http-server start':
    "const { now } = performance; performance.now = function () { if (/preload\\.cjs/.test(new Error().stack.split('\\n')[2])) throw new Error('fault'); return now.call(performance) }",
  'http-server finish':
    "const { ServerResponse } = require('node:http'); Object.defineProperty(ServerResponse.prototype, 'statusCode', { get() { if (/preload\\.cjs/.test(new Error().stack.split('\\n')[2])) throw new Error('fault'); return this._code ?? 200 }, set(code) { this._code = code } })",
  'http-server close':
    "const { ServerResponse } = require('node:http'); const sent = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(ServerResponse.prototype), 'headersSent'); Object.defineProperty(ServerResponse.prototype, 'headersSent', { get() { if (/preload\\.cjs/.test(new Error().stack.split('\\n')[2])) throw new Error('fault'); return sent.get.call(this) } })",
  'express route':
    "const { join } = Array.prototype; const replace = String.prototype.replace; String.prototype.replace = function (...args) { if (/preload\\.cjs/.test(new Error().stack.split('\\n')[2])) throw new Error('fault'); return replace.apply(this, args) }",
};

describe('a hook of ours that throws', () => {
  const start = services();
  for (const [hook, fault] of Object.entries(faults))
    it(`is counted, and the application notices nothing: ${hook}`, async () => {
      const cwd = await withExpress5();
      const file = `fault-${hook.replaceAll(' ', '-')}.cjs`;
      writeFileSync(join(cwd, file), `${fault}\n`);
      const service = start({ cwd, file: 'express.cjs', flag: '--require', options: ['--require', `./${file}`] });
      for (const [path, status] of [
        ['/api/customers/5/orders/6', 200],
        ['/nowhere', 404],
      ] as const)
        assert.equal((await ask(await service.url(path))).status, status);
      if (hook.endsWith('close')) {
        const aborted = new AbortController();
        const asked = fetch(await service.url('/hang'), { signal: aborted.signal }).catch(() => 'aborted');
        await eventually(async () =>
          assert.equal(valueOf(await service.scrape(), 'http_server_active_requests', { http_request_method: 'GET' }), 1),
        );
        aborted.abort();
        assert.equal(await asked, 'aborted');
      }
      await eventually(async () =>
        assert.ok(valueOf(await service.scrape(), 'autonomica_hook_failures_total', { autonomica_hook: hook }) > 0),
      );
      assert.equal(service.said.filter((line) => line.includes(`hook "${hook}" failed`)).length, 1);
    });
});

describe('the application that has OpenTelemetry of its own', () => {
  const start = services();
  const body = `
const { registered } = globalThis.theirs;
const counter = metrics.getMeter('shop').createCounter('shop.early');
const calls = [];
const instrument = (name) => ({ add: (n) => calls.push(name + ' ' + n), record: (n) => calls.push(name + ' ' + n), addCallback() {}, removeCallback() {} });
const meter = new Proxy({}, { get: (_, method) => (name) => instrument(name) });
const results = [
  metrics.setGlobalMeterProvider({ getMeter: () => meter }),
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan: () => 'their span', startActiveSpan: () => {} }) }),
  propagation.setGlobalPropagator({ inject() {}, extract: (given) => given, fields: () => ['theirs'] }),
  context.setGlobalContextManager({ active: () => 'their context', with() {}, bind() {}, enable() {}, disable() {} }),
];
counter.add(1);
metrics.getMeter('shop').createHistogram('shop.late').record(2);
console.log(JSON.stringify([results, trace.getTracer('x').startSpan('y'), propagation.fields(), context.active(), calls]));
`.replace('const { registered } = globalThis.theirs;\n', '');
  const expected = [[true, true, true, true], 'their span', ['theirs'], 'their context', ['shop.early 1', 'shop.late 2']];
  const names = '{ metrics, trace, propagation, context }';

  for (const [api, apiProject] of [
    ['1.9', withApi19],
    ['1.10', withApi110],
  ] as const)
    for (const [extension, load] of [
      ['cjs', `const ${names} = require('@opentelemetry/api')`],
      ['mjs', `import ${names} from '@opentelemetry/api'`],
    ] as const)
      it(`keeps what it registers, and its provider gets the same calls (API ${api}, ${extension})`, async () => {
        const cwd = await apiProject();
        const serve = extension === 'cjs' ? "const { serve } = require('./serve.cjs')" : "import { serve } from './serve.cjs'";
        writeFileSync(join(cwd, `own.${extension}`), `${load};\n${serve};\n${body}\nserve((_, response) => response.end('ok'));\n`);
        const service = start({ cwd, file: `own.${extension}`, flag: '--require' });
        const [line] = await service.printed(/^\[\[.*$/m);
        assert.deepEqual(JSON.parse(line), expected);
        const text = await service.scrape();
        assert.deepEqual([valueOf(text, 'shop_early_total'), valueOf(text, 'shop_late')], [1, 1]);
      });

  it('also when it registered before us', async () => {
    const cwd = await withApi110();
    writeFileSync(
      join(cwd, 'first.cjs'),
      `const ${names} = require('@opentelemetry/api');\n${body}\nmetrics.getMeter('shop').createCounter('shop.early');\n`,
    );
    writeFileSync(
      join(cwd, 'second.cjs'),
      `const { metrics, trace } = require('@opentelemetry/api'); metrics.getMeter('shop').createCounter('shop.after').add(5); console.log(trace.getTracer('x').startSpan('y')); require('./serve.cjs').serve((_, r) => r.end())`,
    );
    const service = start({ cwd, file: 'second.cjs', flag: '--require', options: ['--require', './first.cjs'] });
    await service.printed(/^their span$/m);
    assert.equal(valueOf(await service.scrape(), 'shop_after_total'), 5);
  });
});
