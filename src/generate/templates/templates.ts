import { mark } from '../rules.ts';
import { html } from './html.ts';
import { slack } from './slack.ts';
import { text } from './text.ts';

/** Files of Alertmanager's templates, by their names. */
export const templates: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ text, slack, html }).map(([name, source]) => [`${name}.tmpl`, `{{/* ${mark}. Do not edit. */}}\n${source}`]),
);
