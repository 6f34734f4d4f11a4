import assert from 'node:assert/strict';
import { defaultAlerting } from '../../src/alerts/receivers.ts';
import { ConfigError } from '../../src/environment.ts';
import { alertingOf } from '../../src/generate/alerting.ts';
import { readDeployment } from '../../src/generate/deployment.ts';

const alertingIn = (yaml: string) => readDeployment(yaml, {}).alerting;
function problemsOf(yaml: string): readonly string[] {
  try {
    readDeployment(yaml, {});
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('who is told of what, in the file of a deployment', () => {
  it('is nobody where nothing is said', () => {
    assert.deepEqual(alertingIn(''), defaultAlerting);
    assert.deepEqual(alertingIn('alerting:'), defaultAlerting);
  });

  it('is read whole', () => {
    const yaml = `
alerting:
  version: 0.28
  receivers:
    chat: { slack: { url_file: /secrets/slack, channel: '#alerts' }, discord: { url_file: /secrets/discord } }
    pager: { pagerduty: { routing_key_file: /secrets/pagerduty, url: 'https://events.eu.pagerduty.com/v2/enqueue' } }
    mail: { email: { to: [a@b.example], from: m@b.example, smarthost: 'smtp.b.example:587', username: m, password_file: /secrets/smtp } }
    hook: { webhook: { url: 'http://localhost:9095/', token_file: /secrets/hook }, telegram: { token_file: /secrets/bot, chat_id: -100 } }
  default: [mail]
  critical: [pager, chat]
  info: [hook]
  teams: { frontend: [chat], shop: [hook] }
  business_hours: { teams: [frontend], to: '17:30', time_zone: Europe/Berlin }
  watchdog: { url_file: /secrets/watchdog }
  doctor: { url: 'http://host.docker.internal:9095/' }
`;
    assert.deepEqual(alertingIn(yaml), {
      version: '0.28',
      receivers: {
        chat: { slack: { urlFile: '/secrets/slack', channel: '#alerts' }, discord: { urlFile: '/secrets/discord' } },
        pager: { pagerduty: { routingKeyFile: '/secrets/pagerduty', url: 'https://events.eu.pagerduty.com/v2/enqueue' } },
        mail: {
          email: {
            to: ['a@b.example'],
            from: 'm@b.example',
            smarthost: 'smtp.b.example:587',
            username: 'm',
            passwordFile: '/secrets/smtp',
          },
        },
        hook: {
          webhook: { url: 'http://localhost:9095/', tokenFile: '/secrets/hook' },
          telegram: { tokenFile: '/secrets/bot', chatId: -100 },
        },
      },
      default: ['mail'],
      critical: ['pager', 'chat'],
      info: ['hook'],
      teams: { frontend: ['chat'], shop: ['hook'] },
      businessHours: { teams: ['frontend'], weekdays: ['monday:friday'], from: '08:00', to: '17:30', timeZone: 'Europe/Berlin' },
      watchdog: { urlFile: '/secrets/watchdog' },
      doctor: { url: 'http://host.docker.internal:9095/' },
    });
  });

  it('that is wrong is told whole, beside what else is wrong, and no value that may be a secret is', () => {
    const yaml = `
alerting:
  receivers:
    chat: { slack: { url_file: 'https://hooks.slack.com/s3cret', chanel: x }, teams: {} }
    talk: { discord: { url_file: /secrets/discord } }
    bot: { telegram: { chat_id: '@us' } }
    mail: { email: { to: someone, from: m, smarthost: localhost, username: m, require_tls: maybe } }
    post: { email: { to: [a@b.example], from: a@b.example, smarthost: 'localhost:25', username: a } }
    hook: { webhook: {} }
    both: { webhook: { url: 'https://me:s3cret@example.com', url_file: /x } }
    pager: { pagerduty: s3cret }
    none: {}
    a b: { webhook: { url: 'http://x' } }
  critical: [chats]
  info: chat
  teams: { agent: [chat], api: [], worker: [chat] }
  business_hours: { teams: [frontend], weekdays: [friday:monday], from: '18:00', to: 17, time_zone: europe/berlin }
  watchdog: { url: 'ftp://x', url_file: secrets/watchdog }
  quiet: true
cluster: a b
`;
    const file = 'is not the absolute path of a file that holds the secret and nothing else';
    assert.deepEqual(problemsOf(yaml), [
      'cluster: "a b" is not a text of letters, digits, ".", ":", "/", "_" and "-"',
      'alerting.quiet is unknown: there are version, receivers, default, critical, info, teams, business_hours, watchdog, doctor',
      `alerting.info: "chat" is not a list of names`,
      'alerting.default is missing: give a list of names',
      `alerting.receivers: "a b" is not a name of letters, digits, "_" and "-"`,
      'alerting.receivers.chat.teams is unknown: there are slack, email, pagerduty, webhook, discord, telegram',
      'alerting.receivers.chat.slack.chanel is unknown: did you mean channel?',
      `alerting.receivers.chat.slack.url_file: its value ${file}`,
      `alerting.receivers.talk.discord.url_file: Alertmanager 0.25 can't read it from a file, and no secret is written here: set alerting.version to "0.28" if yours is newer`,
      'alerting.receivers.bot.telegram.token_file is missing: give the absolute path of a file that holds the secret and nothing else',
      'alerting.receivers.bot.telegram.chat_id: "@us" is not the number of a chat',
      'alerting.receivers.mail.email.to: "someone" is not a list of addresses',
      'alerting.receivers.mail.email.from: "m" is not an address',
      'alerting.receivers.mail.email.smarthost: "localhost" is not host:port',
      'alerting.receivers.mail.email.require_tls: "maybe" is not true or false',
      'alerting.receivers.post.email: username and password_file go together: give both or none',
      'alerting.receivers.hook.webhook: give url or url_file',
      'alerting.receivers.both.webhook.url: its value is not a URL of http or https without a password',
      `alerting.receivers.both.webhook.url_file: Alertmanager 0.25 can't read it from a file, and no secret is written here: set alerting.version to "0.28" if yours is newer`,
      'alerting.receivers.pager.pagerduty: its value is not a table of keys: routing_key_file, url',
      'alerting.receivers.none: its value is not a table of at least one of slack, email, pagerduty, webhook, discord, telegram',
      'alerting.watchdog.url: its value is not a URL of http or https without a password',
      `alerting.watchdog.url_file: its value ${file}`,
      'alerting.teams.api: [] is not a list of names',
      'alerting.business_hours.weekdays: [ \'friday:monday\' ] is not a list of days such as "monday", or of spans such as "monday:friday", from Sunday to Saturday',
      'alerting.business_hours.to: 17 is not a time such as "08:00"',
      'alerting.business_hours.time_zone: "europe/berlin" is not a time zone such as "Europe/Berlin"',
      'alerting.business_hours: from "18:00" is not before to "18:00"',
      'alerting.critical: receiver chats is unknown: did you mean chat?',
      ...['talk', 'bot', 'mail', 'post', 'hook', 'both', 'pager', 'none', 'a b'].map(
        (name) => `alerting.receivers.${name} is told nothing: name it in default, critical, info or teams, or remove it`,
      ),
      'alerting.teams.agent is no team of the rules: did you mean agents?',
      'alerting.business_hours.teams: team frontend is unknown: there are agent, api, worker',
    ]);
    assert.ok(!problemsOf(yaml).some((problem) => problem.includes('s3cret')));
  });

  it('that is no table is told', () => {
    for (const part of ['s3cret', ['s3cret'], 5]) {
      const problems: string[] = [];
      alertingOf(part, problems);
      assert.match(problems[0] ?? '', /^alerting: its value is not a table of keys: version, receivers, /);
    }
  });
});
