import assert from 'node:assert/strict';
import type { Sent } from './alertmanager.ts';
import type { Post } from './recipients.ts';
import type { Smtp } from './smtp.ts';

/** The first that is about something. */
export function about(posts: readonly Post[], word: string): Post {
  const found = posts.find(({ body }) => JSON.stringify(body).includes(word));
  assert.ok(found, word);
  return found;
}
export const attachmentOf = ({ body }: Post): Readonly<Record<string, string>> =>
  (body['attachments'] as readonly Readonly<Record<string, string>>[])[0] ?? {};

/** The titles of what came. */
export const slackTitles = (posts: readonly Post[]): string[] => posts.map((post) => attachmentOf(post)['title'] ?? '').toSorted();
export const events = (posts: readonly Post[]): string[] =>
  posts.map(({ body }) => `${String(body['event_action'])} ${(body['payload'] as { summary: string }).summary}`).toSorted();
export const subjects = (smtp: Smtp): string[] => smtp.mails.map(({ text }) => /^Subject: (.*)$/m.exec(text)?.[1] ?? '').toSorted();
export const hooked = (posts: readonly Post[]): string[] =>
  posts.map(({ body }) => `${String(body['status'])} ${String((body['groupLabels'] as Sent['labels'])['alertname'])}`);
