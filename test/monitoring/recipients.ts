import { createServer, type IncomingMessage, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { close, listen } from '../e2e/listening.ts';

export interface Post {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

type Answer = readonly [status: number, body: string];
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (value ?? {}) as Readonly<Record<string, unknown>>;

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
function slack({ attachments }: Post['body']): Answer {
  const isRight =
    Array.isArray(attachments) && attachments.every((each) => isText(recordOf(each)['text']) && isText(recordOf(each)['fallback']));
  return isRight ? [200, 'ok'] : [400, 'invalid_payload'];
}

/** https://developer.pagerduty.com/docs/send-alert-event */
function pagerduty({ routing_key, event_action, dedup_key, payload, links = [] }: Post['body']): Answer {
  const { summary, source, severity } = recordOf(payload);
  const isEvent = isText(routing_key) && isText(dedup_key) && ['trigger', 'resolve'].includes(String(event_action));
  const isPayload = isText(summary) && isText(source) && ['critical', 'error', 'warning', 'info'].includes(String(severity));
  const areLinks = Array.isArray(links) && links.every((link) => isText(recordOf(link)['href']));
  return isEvent && isPayload && areLinks
    ? [202, JSON.stringify({ status: 'success', message: 'Event processed', dedup_key })]
    : [400, JSON.stringify({ status: 'invalid event', message: 'Event object is invalid', errors: [] })];
}

/** https://discord.com/developers/docs/resources/webhook#execute-webhook */
function discord({ content, embeds }: Post['body']): Answer {
  const are = Array.isArray(embeds) && embeds.length > 0;
  const isShort =
    are && embeds.every((each) => String(recordOf(each)['title']).length <= 256 && String(recordOf(each)['description']).length <= 4096);
  return isShort || (isText(content) && content.length <= 2000)
    ? [204, '']
    : [400, JSON.stringify({ message: 'Cannot send an empty message', code: 50_006 })];
}

/** https://core.telegram.org/bots/api#sendmessage */
function telegram({ chat_id, text }: Post['body']): Answer {
  const message = { message_id: 1, date: 1, chat: { id: Number(chat_id), type: 'group' } };
  return isText(text) && text.length <= 4096 && Number(chat_id) !== 0
    ? [200, JSON.stringify({ ok: true, result: message })]
    : [400, JSON.stringify({ ok: false, error_code: 400, description: 'Bad Request: message text is empty' })];
}

/** By how the path begins; what is another's takes everything. */
const answers: Readonly<Record<string, (body: Post['body']) => Answer>> = { slack, pagerduty, discord, bot: telegram };

/** Slack, PagerDuty, Discord, Telegram and webhooks, as Alertmanager speaks to them: each refuses what its documentation says that it does. */
export class Recipients {
  readonly posts: Post[] = [];
  readonly refused: Post[] = [];
  readonly #server: Server = createServer((request, response) => {
    this.#take(request).then(
      ([status, body]) =>
        response.writeHead(status, { 'content-type': body.startsWith('{') ? 'application/json' : 'text/plain' }).end(body),
      () => response.writeHead(400).end(),
    );
  });

  async #take(request: IncomingMessage): Promise<Answer> {
    const path = request.url ?? '';
    const post = { path, authorization: request.headers.authorization, body: (await json(request)) as Post['body'] };
    const answer = Object.entries(answers).find(([name]) => path.startsWith(`/${name}`))?.[1](post.body) ?? [200, ''];
    (answer[0] < 300 ? this.posts : this.refused).push(post);
    return answer;
  }

  /** What came to a path, oldest first. */
  to(path: string): readonly Post[] {
    return this.posts.filter((post) => post.path === path);
  }

  listen(): Promise<string> {
    return listen(this.#server);
  }

  close(): Promise<void> {
    return close(this.#server);
  }
}
