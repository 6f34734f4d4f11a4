import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../e2e/eventually.ts';
import { environment, project, type Ran, root, run } from '../e2e/scratch.ts';
import { Alertmanager } from '../monitoring/alertmanager.ts';
import { Recipients } from '../monitoring/recipients.ts';
import { withEach } from '../monitoring/versions.ts';
import { blocksOf, codeIn, fileOf, outputOf, rowsOf, write } from '../pages.ts';
import { inhibitions } from '../../src/alerts/inhibition.ts';

const page = 'docs/alerting.md';
const mounted = '/etc/alertmanager';
const blockOf = (info: string): string => blocksOf(page).find((each) => each.info === info)?.text ?? '';

describe(page, () => {
  const recipients = new Recipients();
  let url: string;
  let folder: string;
  const there = (): string => join(folder, 'monitoring', 'alertmanager');
  /** Runs commands as they stand; what is mounted into a container is where it is. */
  const shell = (commands: string, program = 'amtool'): Promise<Ran> =>
    run('bash', ['-euc', commands.replaceAll('npx ', '../node_modules/.bin/').replaceAll(/^amtool/gm, program)], folder, environment);
  async function ran(commands: string, program?: string): Promise<string> {
    const { code, stdout, stderr } = await shell(commands, program);
    assert.equal(code, 0, stdout + stderr);
    return stdout;
  }

  before(async () => {
    url = await recipients.listen();
    folder = join(await project(), 'alerted');
    mkdirSync(folder, { recursive: true });
    write(page, folder);
    for (const name of ['monitoring.yml', 'everything.yml'])
      writeFileSync(join(folder, name), fileOf(page, name).replaceAll(mounted, there()));
    await ran(blockOf('sh generate'));
    await ran(blockOf('sh secret').replace('https://hooks.slack.com', `${url}/slack`));
  });
  after(() => recipients.close());

  withEach('amtool', ({ path }) => {
    it('the configuration is accepted, and says who is told', async () => {
      await ran(blockOf('sh check'), path);
      assert.equal(await ran(blockOf('sh route'), path), outputOf(page, 'route'));
    });
  });

  withEach('prometheus-alertmanager', ({ path }) => {
    it('a trial arrives, by the secret as it is written', async () => {
      const file = join(there(), 'alertmanager.yml');
      const text = readFileSync(file, 'utf8').replace('group_wait: 30s', 'group_wait: 100ms');
      writeFileSync(file, text);
      const alertmanager = await Alertmanager.start(path, there());
      const before = recipients.posts.length;
      try {
        await ran(blockOf('sh try').replace('http://localhost:9093', alertmanager.url));
        await eventually(() => {
          const [post, ...more] = recipients.posts.slice(before);
          assert.deepEqual(more, []);
          assert.equal(post?.path, '/slack/services/T000/B000/XXXX');
          assert.ok(JSON.stringify(post.body).includes(`"title":"${outputOf(page, 'trial').trim()}"`), JSON.stringify(post.body));
        });
      } finally {
        await alertmanager.stop();
      }
    });
  });

  it('everything that may be said is accepted, and by 0.25 what its secrets allow', async () => {
    await ran(blockOf('sh generate').replace('monitoring.yml', 'everything.yml').replace('--out monitoring', '--out everything'));
    const old = fileOf(page, 'everything.yml').replace("version: '0.28'", "version: '0.25'");
    writeFileSync(join(folder, 'old.yml'), old);
    const { code, stderr } = await shell(blockOf('sh generate').replace('monitoring.yml', 'old.yml'));
    assert.equal(code, 1);
    assert.deepEqual(
      [...stderr.matchAll(/receivers\.([\w-]+)|(watchdog)/g)].map(([all]) => all),
      ['receivers.on-call', 'receivers.frontend-chat', 'watchdog'],
    );
  });

  it('what is not told, by the inhibitions that there are', () => {
    const named = inhibitions([]).flatMap((each) => [...each.source_matchers, ...each.target_matchers]);
    const names = named.flatMap((matcher) => /^alertname=~?"(.*)"$/.exec(matcher)?.[1]?.split('|') ?? []);
    const told = rowsOf(page, 'What is not told').flatMap((cells) => codeIn(cells.join(' ')));
    assert.deepEqual(
      told.filter((name) => !names.includes(name)),
      [],
    );
    assert.deepEqual(
      names.filter((name) => !told.includes(name) && !name.startsWith('HostDiskWillFillIn')),
      [],
    );
  });

  it('the message is what the templates give', () => {
    const golden = readFileSync(join(root, 'test', 'golden', 'notifications', 'one.txt'), 'utf8');
    assert.ok(golden.includes(`=== message\n${outputOf(page, 'message')}`));
  });
});
