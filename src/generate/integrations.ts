import type { Discord, Email, PagerDuty, Receiver, Slack, Telegram, Webhook } from '../alerts/receivers.ts';

type Part = Readonly<Record<string, unknown>>;

/** A text of ours, by its name in the templates. */
const text = (name: string): string => `{{ template "autonomica.${name}" . }}`;
const told = { send_resolved: true } as const;

const slack = ({ urlFile, channel }: Slack): Part => ({
  ...told,
  api_url_file: urlFile,
  ...(channel !== undefined && { channel }),
  color: text('slack.color'),
  title: text('slack.title'),
  title_link: '{{ .CommonAnnotations.runbook_url }}',
  fallback: text('slack.title'),
  text: text('slack.text'),
});

const email = ({ to, from, smarthost, username, passwordFile, requireTls }: Email): Part => ({
  ...told,
  to: to.join(', '),
  from,
  smarthost,
  ...(username !== undefined && { auth_username: username }),
  ...(passwordFile !== undefined && { auth_password_file: passwordFile }),
  require_tls: requireTls ?? true,
  headers: { Subject: text('subject') },
  text: text('text'),
  html: text('html'),
});

const pagerduty = ({ routingKeyFile, url }: PagerDuty): Part => ({
  ...told,
  routing_key_file: routingKeyFile,
  ...(url !== undefined && { url }),
  description: text('subject'),
  severity: text('severity'),
  class: '{{ .GroupLabels.alertname }}',
  component: '{{ .GroupLabels.job }}',
  group: '{{ .CommonLabels.team }}',
  details: { firing: text('firing'), resolved: text('resolved') },
  links: [
    { href: '{{ .CommonAnnotations.runbook_url }}', text: 'Runbook' },
    { href: '{{ .CommonAnnotations.dashboard }}', text: 'Dashboard' },
    { href: text('silence'), text: 'Silence' },
  ],
});

const urlOf = ({ url, urlFile }: Pick<Webhook, 'url' | 'urlFile'>): Part => (urlFile === undefined ? { url } : { url_file: urlFile });
/** What is sent has Alertmanager's own shape: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const webhook = ({ tokenFile, ...urls }: Webhook): Part => ({
  ...told,
  ...urlOf(urls),
  ...(tokenFile !== undefined && { http_config: { authorization: { credentials_file: tokenFile } } }),
});
/** It is called as long as it fires: that it is over is told by silence. */
export const heartbeat = (watchdog: Pick<Webhook, 'url' | 'urlFile'>): Part => ({ ...urlOf(watchdog), send_resolved: false });

const discord = ({ urlFile }: Discord): Part => ({ ...told, webhook_url_file: urlFile, title: text('subject'), message: text('text') });

const telegram = ({ tokenFile, chatId, url }: Telegram): Part => ({
  ...told,
  bot_token_file: tokenFile,
  chat_id: chatId,
  ...(url !== undefined && { api_url: url }),
  // markup that is cut off where a message is too long would be refused as a whole
  parse_mode: '',
  message: text('message'),
});

const ways = { slack, email, pagerduty, webhook, discord, telegram };

/** Receivers as one of Alertmanager's: all that they have is taken. */
export function together(receivers: readonly Receiver[]): Part {
  const parts = Object.entries(ways).map(([kind, write]) => [
    `${kind}_configs`,
    receivers.flatMap((each) => each[kind as keyof Receiver] ?? []).map((each) => (write as (way: unknown) => Part)(each)),
  ]);
  return Object.fromEntries(parts.filter(([, configs]) => (configs as readonly Part[]).length > 0)) as Part;
}
