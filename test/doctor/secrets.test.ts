import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { stringify } from 'yaml';
import { secretFilesOf, secretFindings } from '../../src/doctor/secrets.ts';
import { eventually } from '../e2e/eventually.ts';
import { root, scratch } from '../e2e/scratch.ts';
import { Alertmanager } from '../monitoring/alertmanager.ts';
import { Pushover } from '../monitoring/pushover.ts';
import { Recipients } from '../monitoring/recipients.ts';
import { Smtp } from '../monitoring/smtp.ts';
import { withEach } from '../monitoring/versions.ts';

const http = (url: string, config: object) => ({ webhook_configs: [{ url, http_config: config }] });

/** By each kind of file a receiver of its name; the files have these names too. */
const receiversAt = (url: string, port: number, secrets: string): Readonly<Record<string, object>> => ({
  credentials: http(`${url}/credentials`, { authorization: { credentials_file: `${secrets}/credentials` } }),
  password: http(`${url}/password`, { basic_auth: { username: 'u', password_file: `${secrets}/password` } }),
  key: http(`${url}/key`, { tls_config: { key_file: `${secrets}/key`, cert_file: `${secrets}/cert` } }),
  slack: { slack_configs: [{ api_url_file: `${secrets}/slack`, channel: '#a', text: 'a', fallback: 'a' }] },
  pagerduty: {
    pagerduty_configs: [{ routing_key_file: `${secrets}/pagerduty`, url: `${url}/pagerduty`, description: 'a', severity: 'error' }],
  },
  opsgenie: { opsgenie_configs: [{ api_key_file: `${secrets}/opsgenie`, api_url: `${url}/opsgenie/`, message: 'a' }] },
  victorops: { victorops_configs: [{ api_key_file: `${secrets}/victorops`, api_url: `${url}/victorops/`, routing_key: 'r' }] },
  email: {
    email_configs: [
      {
        to: 'a@b.example',
        from: 'm@b.example',
        smarthost: `127.0.0.1:${port}`,
        auth_username: 'm',
        auth_password_file: `${secrets}/email`,
        require_tls: false,
        html: '',
        text: 'a',
      },
    ],
  },
});

/** The same for Pushover, which 0.25 reads from no file. */
const pushoversAt = (proxy: string, secrets: string): Readonly<Record<string, object>> => {
  const http_config = { proxy_url: proxy, tls_config: { insecure_skip_verify: true } };
  const pushing = (title: string, secret: object): object => ({
    pushover_configs: [{ token: 'a', user_key: 'b', title, message: 'c', http_config, ...secret }],
  });
  return {
    pushed: pushing('pushed', { token: undefined, token_file: `${secrets}/pushed` }),
    pusher: pushing('pusher', { user_key: undefined, user_key_file: `${secrets}/pusher` }),
  };
};

const lineOf = (text: string): string => `${text}\n`;

describe('files of secrets that end with a newline (Debian package prometheus-alertmanager)', () => {
  withEach('prometheus-alertmanager', ({ path, version }) => {
    it('are told of where that becomes a part of the secret, and there alone', async () => {
      const [recipients, smtp, pushover] = [new Recipients(), new Smtp(), new Pushover()];
      const [url, port, proxy] = [await recipients.listen(), await smtp.listen(), await pushover.listen()];
      const folder = mkdtempSync(join(scratch(), 'secrets-'));
      const secrets = join(folder, 'secrets');
      mkdirSync(secrets);
      const isOld = version.startsWith('0.25.');
      const receivers = { ...receiversAt(url, port, secrets), ...(isOld ? {} : pushoversAt(proxy, secrets)) };
      const names = Object.keys(receivers);
      for (const name of names) writeFileSync(join(secrets, name), lineOf(name === 'slack' ? `${url}/slack` : 's3cret'));
      for (const [file, name] of [
        ['localhost.key', 'key'],
        ['localhost.pem', 'cert'],
      ] as const)
        copyFileSync(join(root, 'test', 'fixtures', file), join(secrets, name));
      const configuration = {
        route: { receiver: 'credentials', group_wait: '0s', routes: names.map((receiver) => ({ receiver, continue: true })) },
        receivers: names.map((name) => ({ name, ...receivers[name] })),
      };
      writeFileSync(join(folder, 'alertmanager.yml'), stringify(configuration));
      const alertmanager = await Alertmanager.start(path, folder);
      try {
        await alertmanager.send([{ labels: { alertname: 'A', team: 'b' } }]);
        const heard = (): ReadonlyMap<string, string> => {
          const [mail] = smtp.mails;
          return new Map([
            ...recipients.posts.map((post) => [post.path.split('/')[1] ?? '', JSON.stringify(post)] as const),
            ...(mail ? [['email', JSON.stringify(mail.signedIn)] as const] : []),
            ...pushover.messages.map((message) => [message.get('title') ?? '', JSON.stringify([...message])] as const),
          ]);
        };
        const failed = async (): Promise<boolean> =>
          /^alertmanager_notification_requests_failed_total\{integration="opsgenie".*\} [1-9]/m.test(await alertmanager.metrics());
        await eventually(async () => {
          const missing = names.filter((name) => !heard().has(name));
          assert.ok(missing.length === 0 || (missing.join() === 'opsgenie' && (await failed())), missing.join());
        });
        const broken = names.filter((name) => !heard().has(name) || heard().get(name)?.includes('s3cret\\n'));
        const told = secretFindings(secretFilesOf(configuration), secrets, version).map(({ where }) => basename(where));
        assert.deepEqual(told, broken);
        assert.deepEqual(broken, isOld ? ['opsgenie', 'email'] : ['pushed', 'pusher']);
      } finally {
        await Promise.all([alertmanager.stop(), recipients.close(), smtp.close(), pushover.close()]);
      }
    });
  });

  it('of all configurations are found, in lists of headers too', () => {
    const configuration = {
      global: {
        smtp_auth_password_file: 'a',
        slack_api_url_file: 'b',
        http_config: { http_headers: { own: { files: ['c', 'd'], values: ['x'] } } },
      },
      receivers: [{ name: 'r', webhook_configs: [{ http_config: { tls_config: { ca_file: 'no', cert_file: 'no', key_file: 'e' } } }] }],
    };
    assert.deepEqual(
      secretFilesOf(configuration).map(({ path }) => path),
      ['a', 'b', 'c', 'd', 'e'],
    );
  });
});
