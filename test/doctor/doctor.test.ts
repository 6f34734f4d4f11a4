import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { lines } from '../../src/doctor/canary-lead.ts';
import { eventually } from '../e2e/eventually.ts';
import { has } from '../e2e/prometheus.ts';
import { type Ran, root } from '../e2e/scratch.ts';
import { fileOf, freePort, outputOf, textOf } from '../pages.ts';
import type { Json } from './told.ts';
import { alertmanagerYml, drawn, masked, page, type Running, Stack } from './stack.ts';

const writes = process.env['GOLDEN'] === 'write';
type Report = 'healthy' | 'broken' | 'canary';
const golden = (name: Report): string => join(root, 'test', 'golden', 'doctor', `${name}.txt`);

/** Writes a report where the page shows it, and without what differs from run to run beside the tests; whoever commits it reads both. */
function write(name: Report, text: string): void {
  writeFileSync(golden(name), masked(text));
  const block = new RegExp(`(^\`\`\`text output=${name}\\n)[^]*?(?=^\`\`\`$)`, 'm');
  writeFileSync(
    join(root, page),
    textOf(page).replace(block, (_all, opening: string) => opening + text),
  );
}

/** A report is the one beside the tests, and so is the one that the page shows. */
function assertReport(name: Report, text: string): void {
  if (writes) write(name, text);
  const expected = readFileSync(golden(name), 'utf8');
  assert.equal(masked(text), expected);
  assert.equal(masked(outputOf(page, name)), expected);
}

const catalogue = `import { gauge, updown } from '@autonomica/metrics';
const queue = { queue: { name: 'jobs.queue', keep: 50 } };
export const catalogue = {
  active: updown({ name: 'jobs.active', unit: '{job}', means: 'Jobs that are being worked on.' }),
  backlog: gauge({ name: 'jobs.backlog', unit: '{job}', means: 'Jobs that wait.', attributes: queue }),
};
`;
const withoutBucket = (text: string): string => text.replaceAll(/^http_server_request_duration_seconds_bucket\{.*le="0.5"\} .*\n/gm, '');
const twice = (text: string): string => text.replace(/^(process_uptime_seconds .*\n)/m, '$1$1');

describe('doctor, on a real stack (Debian packages prometheus, prometheus-alertmanager)', () => {
  let stack: Stack;
  before(async function () {
    if (!has('prometheus') || !has('prometheus-alertmanager')) this.skip();
    stack = await Stack.start();
  });
  after(() => stack?.stop());
  afterEach(async () => {
    stack.proxy.edit = (text) => text;
    stack.grafana.reaches = true;
    stack.grafana.dashboards = drawn();
    await stack.mend();
  });

  async function report(args: readonly string[], running: Running = {}): Promise<Json> {
    const { code, stdout, stderr } = await stack.doctor(['--json', ...args], running);
    assert.equal(stderr, '');
    const json = JSON.parse(stdout) as Json;
    assert.deepEqual([code, json.ok], json.findings.length === 0 ? [0, true] : [1, false]);
    return json;
  }
  /** Exactly these checks find something; gives what they say. */
  async function finds(checks: readonly string[], args: readonly string[] = [], running: Running = {}): Promise<string> {
    const { findings } = await report(args, running);
    const said = findings.map(({ check, where, what, remedy }) => `${check} ${where}: ${what} → ${remedy}`).join('\n');
    assert.deepEqual([...new Set(findings.map(({ check }) => check))].toSorted(), checks.toSorted(), said);
    return said;
  }
  /** Nothing is wrong; gives what is stated. */
  async function states(args: readonly string[] = []): Promise<string> {
    const { findings, sections } = await report(args);
    assert.deepEqual(findings, []);
    return sections.flatMap(({ stated }) => stated).join('\n');
  }

  it('finds nothing where nothing is wrong, and says so as a person reads it', async () => {
    const { code, stdout, stderr } = await stack.doctor();
    assert.deepEqual([code, stderr], [0, ''], stdout + stderr);
    assertReport('healthy', stack.named(stdout));
  });

  describe('while a canary flies', () => {
    let flown: Promise<Ran>;
    let refused: Promise<Ran>;
    before(async () => {
      refused = stack.bare([`--prometheus=http://127.0.0.1:${await freePort()}`]);
      flown = stack.doctor([], { name: 'canary' });
      // by then it has looked at all else
      await eventually(() => assert.equal(readdirSync(stack.targets).length, 1));
    });

    it('finds a target that hangs, until the deadline', async () => {
      stack.service.kill('SIGSTOP');
      try {
        await eventually(async () => assert.equal(await stack.health(), 'down'));
        assert.match(await finds(['target.reach', 'prometheus.up']), /no answer within 5 s .*\n.*context deadline exceeded/);
      } finally {
        stack.service.kill('SIGCONT');
      }
    });

    it('finds samples that Prometheus takes and the target does not tell', async () => {
      stack.proxy.edit = (text, accept) => (accept.includes('openmetrics') ? `${text}more 1\n` : text);
      // the last scrape was before
      await eventually(async () => assert.match(await finds(['prometheus.samples']), /takes \d+ samples of it, and it tells \d+ lines/));
      assert.match(
        await states(['--timeout=5']),
        /^samples of http.* not compared with its lines: .*\(every 1s\); --timeout 120 leaves time for that$/m,
      );
    });

    it('finds a wrong port', async () => {
      const { code, stdout } = await refused;
      assert.equal(code, 1);
      assert.match(stdout, /✗ prometheus\.reach.*\n +nothing listens there\n +→ start it/);
    });

    it('finds a target that Prometheus does not scrape', async () => {
      const said = await finds(['prometheus.target'], [`--target=${(await stack.service.address()).replace('localhost', '127.0.0.1')}`]);
      assert.match(said, /Prometheus does not scrape it/);
    });

    it('went through all of it, the metric and its alert, and left nothing behind', async () => {
      const { code, stdout } = await flown;
      assert.equal(code, 0, stdout);
      assertReport('canary', stack.named(stdout.slice(stdout.indexOf('✓ canary'))));
      assert.deepEqual(readdirSync(stack.targets), []);
      await eventually(async () => assert.deepEqual(await stack.alertmanager.get('/api/v2/alerts'), []));
    });
  });

  it('takes its target away when it is told to end', async () => {
    const doctor = stack.starting();
    await eventually(() => assert.equal(readdirSync(stack.targets).length, 1));
    doctor.kill('SIGINT');
    assert.equal((await doctor.ended).code, 2, doctor.stdout);
    assert.match(doctor.stderr, /it was told to end before it had looked at everything/);
    assert.deepEqual(readdirSync(stack.targets), []);
  });

  it('posts the alert where no rule makes it', async () => {
    const { code, stdout } = await stack.doctor(['--e2e', `--canary-port=${stack.webhook}`]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /✓ canary alert: taken by Alertmanager [\d.]+ m?s, routed [\d.]+ m?s, delivered [\d.]+ m?s, resolved [\d.]+ m?s/);
    await eventually(async () => assert.deepEqual(await stack.alertmanager.get('/api/v2/alerts'), []));
  });

  it('shows the receiver that it needs', () => assert.equal(fileOf(page, 'receiver.yml').trim(), lines('http://localhost:9095/')));

  it('finds another server where Prometheus should be', async () => {
    const other = createServer((_request, response) => response.end('{"status":"success","data":{}}'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
      const said = await finds(['alertmanager.reach', 'prometheus.reach'], [`--prometheus=${url}`, `--alertmanager=${url}`]);
      assert.match(said, /^prometheus\.reach http:.*: what it answers can not be read: .* → see whether another server is at this URL$/m);
    } finally {
      other.close();
    }
  });

  it('finds a wrong password, which it does not show', async () => {
    stack.writeAuth('wrong horse');
    const said = await finds(['prometheus.reach']);
    stack.writeAuth();
    assert.match(said, /refuses us: status 401 → give the user and the password.* by --auth/);
    assert.doesNotMatch(said, /horse|Basic/);
  });

  it('finds another unit, another kind, a strange label, a bucket that is missing, and a metric', async () => {
    stack.proxy.edit = (text) =>
      withoutBucket(text)
        .replaceAll(/^(# \w+ )?process_uptime_seconds/gm, '$1process_uptime_milliseconds')
        .replace('# TYPE autonomica_heap_limit_bytes gauge', '# TYPE autonomica_heap_limit_bytes counter')
        .replace(/^process_thread_count /m, 'process_thread_count{of="x"} ')
        .replaceAll(/^.*process_memory_usage_bytes.*\n/gm, '');
    const said = await finds(['target.unit', 'target.kind', 'target.labels', 'target.buckets', 'target.expected']);
    assert.match(said, /process_uptime_milliseconds should be process_uptime_seconds/);
    assert.match(said, /autonomica_heap_limit_bytes: its type is counter, and should be gauge/);
    assert.match(said, /process_thread_count: it has the label of, which/);
    assert.match(said, /http_server_request_duration_seconds: its buckets lack le 0.5/);
    assert.match(said, /every target has process_memory_usage_bytes/);
  });

  it('finds a series that stands twice, which Prometheus does not tell', async () => {
    stack.proxy.edit = twice;
    assert.match(await finds(['target.duplicate']), /duplicate series "process_uptime_seconds"/);
  });

  it('finds what a target itself says is wrong, a budget that is nearly spent, and times that are stale', async () => {
    const gauge = (name: string, labels: string, value: number): string => `# TYPE ${name} gauge\n${name}{${labels}} ${value}\n`;
    stack.proxy.edit = (text, accept) =>
      [
        text
          .replace(/^(autonomica_reading_up\{autonomica_reading_name="memory"\}) 1$/m, '$1 0')
          .replace(/^autonomica_lines_limit .*$/m, 'autonomica_lines_limit 100')
          .replace(/^(process_uptime_seconds \S+)$/m, accept.includes('openmetrics') ? '$1' : `$1 ${Date.now() - 600_000}`),
        gauge('autonomica_setting_rejected', 'autonomica_variable="OTEL_LOG_LEVEL"', 1),
        gauge('autonomica_probe_up', 'autonomica_probe_name="database"', 0),
        gauge('autonomica_points_dropped', 'autonomica_metric_name="orders",autonomica_reason="name"', 2),
        '# TYPE autonomica_recordings_folded_total counter\n',
        'autonomica_recordings_folded_total{autonomica_metric_name="orders",autonomica_reason="metric"} 7\n',
      ].join('');
    const told = ['target.readings', 'target.settings', 'target.probes', 'target.dropped', 'target.folded'];
    const said = await finds([...told, 'target.budget', 'target.stale']);
    assert.match(said, /lines of 100 are used, most by \w+ \(\d+\)/);
    assert.match(said, /more than a minute off: process_uptime_seconds/);
    for (const name of ['machine: memory', 'ignored: OTEL_LOG_LEVEL', 'probes: database', 'name: orders', 'room: orders'])
      assert.ok(said.includes(`${name} →`), name);
  });

  it('finds a receiver that Alertmanager does not know', async () => {
    assert.notEqual(await stack.route(alertmanagerYml(stack.webhook, { receiver: 'nobody' })), 200);
    assert.match(await finds(['alertmanager.reload']), /an older one is in force → amtool check-config .* a receiver that is not defined/);
  });

  it('finds alerts that reach nobody, and no way for the canary, which then is not sent', async () => {
    await stack.route('route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
    const said = await finds(['alertmanager.receiver', 'canary.alert'], ['--e2e', `--canary-port=${stack.webhook}`]);
    assert.match(said, /its receiver nobody tells nobody of ApiDown, ApiAbsent/);
    assert.match(said, /add to alertmanager.yml, and reload:\nroute:\n.*\n.*alertname="AutonomicaDoctorCanary"/);
    assert.deepEqual(await stack.alertmanager.get('/api/v2/alerts'), []);
  });

  it('places no canary whose alert would reach somebody by a label that Prometheus adds', async () => {
    await stack.route(alertmanagerYml(stack.webhook, { before: 'region="eu"' }));
    const placed: (string | null)[] = [];
    const watcher = watch(stack.targets, (_event, name) => placed.push(name));
    const { code, stdout } = await stack.doctor(['--json'], { name: 'canary' });
    watcher.close();
    assert.equal(code, 1, stdout);
    const { findings, sections } = JSON.parse(stdout) as Json;
    assert.match(
      findings.map(({ check, what }) => `${check}: ${what}`).join('\n'),
      /^canary\.alert: no canary was sent: its route leads to people, doctor$/,
    );
    assert.match(
      sections.find(({ subject }) => subject === 'canary metric')?.stated.join() ?? '',
      /^none was sent: the rule of Prometheus/,
    );
    assert.deepEqual(placed, []);
  });

  it('sends its alert to the Alertmanager that Prometheus names', async () => {
    const args = [`--prometheus=${stack.prometheus.url}`, '--auth=auth.yml', '--e2e', `--canary-port=${stack.webhook}`];
    const { code, stdout } = await stack.bare(args);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /✓ canary alert: taken by Alertmanager/);
    await eventually(async () => assert.deepEqual(await stack.alertmanager.get('/api/v2/alerts'), []));
  });

  it('finds a secret that is not there', async () => {
    rmSync(join(stack.secrets, 'mail'));
    const said = await finds(['alertmanager.secret']);
    assert.match(said, /mail: it can not be read: ENOENT/);
    assert.doesNotMatch(said, /s3cret/);
  });

  it('finds a secret that its user may not read', async function () {
    // who is root reads all, unless it is taken from him
    const isRoot = process.getuid?.() === 0;
    if (isRoot && !has('setpriv')) this.skip();
    chmodSync(join(stack.secrets, 'mail'), 0);
    const under = isRoot ? 'setpriv --bounding-set=-dac_override,-dac_read_search' : '';
    assert.match(
      await finds(['alertmanager.secret'], [], { under }),
      /mail: it can not be read: EACCES; Alertmanager wants it as secrets\/mail/,
    );
  });

  it('finds a clock that is an hour off (Debian package faketime)', async function () {
    if (!has('faketime')) this.skip();
    const said = await finds(['clock'], [], { under: 'faketime -f +1h', env: { FAKETIME_DONT_FAKE_MONOTONIC: '1' } });
    assert.match(said, new RegExp(`^clock ${stack.prometheus.url}: its clock is 60 min behind this machine's`, 'm'));
  });

  it('knows the metrics of a catalogue of one’s own, as generate does, and states a HELP that is another version’s', async () => {
    writeFileSync(join(stack.cwd, 'jobs.mjs'), catalogue);
    stack.grafana.dashboards = drawn('jobs_backlog{jobs_queue="emails"}');
    stack.proxy.edit = (text) =>
      `${text.replace(/^(# HELP process_uptime_seconds ).*$/m, '$1Of old.')}# TYPE jobs_active gauge\njobs_active 1\n`;
    assert.match(await finds(['series.unknown']), /jobs_backlog: nobody exposes .* a metric of your own is known by --catalogue/);
    const stated = await states(['--catalogue=jobs.mjs']);
    assert.match(stated, /^HELP is not the catalogue's, as of another version: process_uptime_seconds$/m);
    assert.doesNotMatch(stated, /not in the catalogue/);
    stack.grafana.dashboards = drawn('jobs_backlog{jobs_que="emails"}');
    stack.proxy.edit = (text) => `${text}# TYPE jobs_active counter\njobs_active 1\n`;
    await finds(['series.label', 'target.kind'], ['--catalogue=jobs.mjs']);
  });

  it('finds a Grafana that does not reach Prometheus, and lacks a dashboard', async () => {
    stack.grafana.reaches = false;
    stack.grafana.dashboards = drawn('rate(http_requests_totl[$__rate_interval])');
    const folder = join(stack.cwd, 'dashboards');
    mkdirSync(folder);
    writeFileSync(join(folder, 'host.json'), JSON.stringify({ uid: 'autonomica-host', title: 'Host' }));
    const said = await finds(['grafana.source', 'grafana.dashboards', 'series.unknown'], [`--dashboards=${folder}`]);
    assert.match(said, /it has not loaded Host \(autonomica-host\)/);
    assert.match(said, /dashboard API, panel Rate: http_requests_totl/);
  });

  it('says all that is wrong at once, as a person reads it: rules that fail, or ask for what nobody has', async () => {
    stack.proxy.edit = withoutBucket;
    stack.writeSecret('mail', '\n');
    stack.ask(stack.broken);
    const { code, stdout } = await stack.doctor();
    assert.equal(code, 1, stdout);
    assertReport('broken', stack.named(stdout));
  });

  // a sample of the machine that was late while the service was stopped is down until the next one, and a target until its next scrape
  it('finds nothing again when all is mended', () => eventually(async () => assert.equal(await finds([]), ''), 30_000));
});
