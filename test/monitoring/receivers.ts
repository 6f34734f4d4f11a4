import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../e2e/scratch.ts';

/** A secret as a file, without an end of line. */
function secret(text: string): string {
  const file = join(mkdtempSync(join(scratch(), 'secret-')), 'secret');
  writeFileSync(file, text);
  return file;
}

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** Business hours that are now, or those of a day that is neither today nor tomorrow, wherever. */
const hours = (areNow: boolean): string =>
  areNow ? "weekdays: [sunday:saturday], from: '00:00', to: '24:00'" : `weekdays: [${days[(new Date().getUTCDay() + 3) % 7]}]`;

/**
 * Every kind of receiver that an Alertmanager has: from 0.28 on, with what has no file for its secret before, and outside of business hours.
 * @param url of `Recipients`
 * @param smtp the port of `Smtp`
 */
export function deployment(url: string, smtp: number, isNew: boolean): string {
  const chats = `
    discord: { discord: { url_file: ${secret(`${url}/discord`)} } }
    telegram: { telegram: { token_file: ${secret('s3cret')}, chat_id: -100, url: '${url}' } }`;
  return `
environment: test
alerting:
  version: '${isNew ? '0.28' : '0.25'}'
  receivers:
    pager: { pagerduty: { routing_key_file: ${secret('a-key')}, url: '${url}/pagerduty' } }
    chat: { slack: { url_file: ${secret(`${url}/slack/api`)}, channel: '#api' } }
    mail:
      email:
        to: [platform@example.com, ops@example.com]
        from: alerts@example.com
        smarthost: 127.0.0.1:${smtp}
        username: alerts
        password_file: ${secret('a-password')}
        require_tls: false
    hook: { webhook: { url: '${url}/hook', token_file: ${secret('a-token')} } }${isNew ? chats : ''}
  default: [hook${isNew ? ', discord, telegram' : ''}]
  critical: [pager]
  teams: { api: [chat], platform: [mail], frontend: [mail] }
  business_hours: { teams: [frontend], ${hours(!isNew)} }
  watchdog: { url: '${url}/watchdog' }
`;
}

/** The same, sixty and more times as fast. */
export const quick = (text: string): string =>
  Object.entries({ '30s': '300ms', '10s': '100ms', '5m': '1s', '1m': '1s', '50s': '900ms' }).reduce(
    (all, [slow, fast]) => all.replaceAll(new RegExp(`((group_wait|group_interval|repeat_interval): )${slow}$`, 'gm'), `$1${fast}`),
    text,
  );
