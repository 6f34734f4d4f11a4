import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { doctorCommand, progress } from '../../src/cli/doctor.ts';
import { flags } from '../../src/cli/doctor-help.ts';
import { readOptions } from '../../src/cli/doctor-options.ts';
import { readLine } from '../../src/cli/command-line.ts';
import { scratch } from '../e2e/scratch.ts';
import { Sink } from './told.ts';

const read = (...args: readonly string[]) => readOptions(readLine(args, flags));
const file = (name: string, text: string): string => {
  const path = join(mkdtempSync(join(scratch(), 'doctor-')), name);
  writeFileSync(path, text);
  return path;
};

describe('the command line of doctor', () => {
  it('asks the usual three where none is given, and what is given alone otherwise', () => {
    const { options } = read();
    assert.deepEqual(
      [options.prometheus, options.alertmanager, options.grafana],
      ['http://localhost:9090', 'http://localhost:9093', 'http://localhost:3001'],
    );
    const { options: one, problems } = read('--target', 'http://a:1', '--target=http://b:2/own/');
    assert.deepEqual(
      [problems, one.targets, one.prometheus, one.canary],
      [[], ['http://a:1/metrics', 'http://b:2/own'], undefined, undefined],
    );
  });

  it('says all that is wrong at once, nothing secret among it, and the exit code is 2', async () => {
    const [stdout, stderr] = [new Sink(), new Sink()];
    const auth = file(
      'auth.yml',
      'http://u:hidden@h:1: { username: x }\nhttp://h:2: { password: hidden }\nhttp://h:3: { credentials_file: absent }\n',
    );
    const args = [
      '--target=ftp://h',
      '--target=u:hidden@h:9090',
      '--target=http://u:hid/den@h:9090',
      '--grafana=http://u:hidden@h/',
      `--auth=${auth}`,
      '--rules=absent',
      '--timeout=0',
      '--canary-port=1',
      '--e2e=1',
    ];
    assert.equal(await doctorCommand(args, { stdout, stderr }), 2);
    const said = stderr.text.replaceAll(auth, 'auth.yml').replaceAll(/'[^']*\/absent'/g, "'absent'");
    assert.equal(
      said,
      `autonomica-metrics doctor:
  --e2e takes no value: remove "=1"
  --target "ftp://h" is no URL of http or https
  --target "h:9090" is no URL of http or https
  --target "http://h:9090" is no URL of http or https
  --grafana "http://h/" had a user or a password in it, which every process sees: put them into the file of --auth
  --auth auth.yml: "http://h:1" username and password_file go together: write both
  --auth auth.yml: "http://h:2" "password" is unknown: write username, password_file, credentials_file, ca_file
  --auth auth.yml: "http://h:3" ENOENT: no such file or directory, open 'absent'
  --rules absent: ENOENT: no such file or directory, scandir 'absent'
  --canary-port is in vain without --e2e: add that
  --timeout "0" is not a whole number from 1 to 3600
`,
    );
    assert.equal(stdout.text, '');
  });

  it('shows nothing of a file that is no YAML', () => {
    const auth = file('auth.yml', 'http://h:1: { username: x, password_file: *hidden }\n');
    assert.deepEqual(read(`--auth=${auth}`).problems, [
      `--auth ${auth}: an alias that is not defined at line 1, column 43: quote what begins with *`,
    ]);
  });

  it('refuses a catalogue as generate does, beside what else is wrong', async () => {
    const [stdout, stderr] = [new Sink(), new Sink()];
    const path = file('shop.mjs', 'export const shop = {};\n');
    assert.equal(await doctorCommand([`--catalogue=${path}`, '--timeout=0'], { stdout, stderr }), 2);
    assert.match(
      stderr.text,
      /--timeout "0" is not .*\n {2}shop\.mjs: it exports no catalogue of definitions but shop: write export const catalogue/,
    );
    assert.equal(await doctorCommand(['--catalogue=absent.mjs'], { stdout, stderr }), 2);
    assert.match(stderr.text, /--catalogue: absent\.mjs can't be loaded: /);
  });

  it('reads who may ask from files, which may end as editors end them', () => {
    const auth = file('auth.yml', 'http://h:1/: { username: x, password_file: p }\nhttps://h: { credentials_file: p, ca_file: p }\n');
    writeFileSync(join(auth, '..', 'p'), 'secret\n');
    const { options, problems } = read(`--auth=${auth}`);
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.fromEntries(options.accesses), {
      'http://h:1': { authorization: `Basic ${Buffer.from('x:secret').toString('base64')}` },
      'https://h': { authorization: 'Bearer secret', ca: 'secret' },
    });
  });

  it('shows its help, every flag of it', async () => {
    const [stdout, stderr] = [new Sink(), new Sink()];
    assert.equal(await doctorCommand(['--help'], { stdout, stderr }), 0);
    for (const { flag, value } of flags.valued) assert.ok(stdout.text.includes(`--${flag} <${value}> `), flag);
  });

  it('says on a terminal what it does, in one line that is gone in the end; elsewhere nothing', () => {
    const [terminal, pipe] = [Object.assign(new Sink(), { isTTY: true }), new Sink()];
    for (const stream of [terminal, pipe]) {
      const { tell, clear } = progress(stream);
      tell('asking Prometheus, http://localhost:9090');
      clear();
    }
    assert.deepEqual([terminal.text, pipe.text], ['\r\u001B[K… asking Prometheus\r\u001B[K', '']);
  });
});
