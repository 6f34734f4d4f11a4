import { parse } from 'yaml';
import type { Answer } from './request.ts';
import { Failure } from './failure.ts';
import { isDeeper, Misfit, type Reader } from './read.ts';

const other = 'see whether another server is at this URL';
const shortest = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);
const firstLine = (text: string): string => text.trim().split('\n', 1)[0] ?? '';

const isPage = ({ contentType, text }: Answer): boolean => /\bhtml\b/i.test(contentType) || /^\s*<(!doctype|html)\b/i.test(text);

/** The title of a page that has it near its beginning, or nothing. */
function titleOf(page: string): string {
  const head = page.slice(0, 20_000);
  const opened = head.search(/<title\b/i);
  const [from, to] = [head.indexOf('>', opened), head.indexOf('<', opened + 1)];
  return opened >= 0 && from >= 0 && to > from ? head.slice(from + 1, to).trim() : '';
}

/** What stands in an answer, as far as it says who answered. */
function contentOf(answer: Answer): string {
  if (answer.text.trim() === '') return 'nothing';
  if (!isPage(answer)) return shortest(firstLine(answer.text), 120);
  const title = titleOf(answer.text);
  return `a page of HTML${title === '' ? '' : `, "${shortest(title, 80)}"`}`;
}

/** Where it sends us, without what may be secret in it. */
function targetOf({ url, location }: Answer): string {
  if (location === undefined || !URL.canParse(location, url)) return '';
  const { origin, pathname } = new URL(location, url);
  return `, to ${shortest(origin + pathname, 120)}`;
}

/** The answer, if it is a good one. @throws Failure otherwise */
export function sound(answer: Answer): Answer {
  const { url, status } = answer;
  if (status === 401 || status === 403)
    throw new Failure(url, `it refuses us: status ${status}`, 'give the user and the password, or the token, that it wants by --auth');
  if (status === 404)
    throw new Failure(url, 'it has no such page: status 404', 'see whether the URL is that of another server, or lacks a prefix');
  if (status >= 300 && status < 400)
    throw new Failure(
      url,
      `it sends us elsewhere: status ${status}${targetOf(answer)}`,
      'give the URL that it names; where that is a page to log in, give what it wants by --auth',
    );
  if (status !== 200) {
    const said = contentOf(answer);
    throw new Failure(url, `it answers with status ${status}${said === 'nothing' ? '' : `: ${said}`}`, 'look at its log');
  }
  return answer;
}

/** Lists and objects in each other: more than any of these servers has. */
const deepest = 100;

/** A value of an answer in its shape. @throws Failure if it has another */
export function fitting<T>(url: string, value: unknown, read: Reader<T>): T {
  try {
    return read(value, '');
  } catch (error) {
    if (error instanceof Misfit) throw new Failure(url, `what it answers can not be read: ${error.message}`, other);
    throw error;
  }
}

/** What a text means. @throws Failure if it means nothing */
function meaning(read: () => unknown, failure: Failure): unknown {
  try {
    const value = read();
    if (!isDeeper(value, deepest)) return value;
  } catch {
    throw failure;
  }
  throw new Failure(failure.where, `what it answers is nested more than ${deepest} times`, other);
}

/** What an answer holds as JSON, whatever its status. @throws Failure if it holds none, or one of another shape */
export function contained<T>(answer: Answer, read: Reader<T>): T {
  const remedy = isPage(answer) ? 'where a proxy asks for a log-in, give what it wants by --auth; else correct the URL' : other;
  const failure = new Failure(answer.url, `it does not answer with JSON but with ${contentOf(answer)}`, remedy);
  return fitting(
    answer.url,
    meaning(() => JSON.parse(answer.text) as unknown, failure),
    read,
  );
}

/** What a good answer holds as JSON. @throws Failure if it is none */
export const json = <T>(answer: Answer, read: Reader<T>): T => contained(sound(answer), read);

/** What is longer would take its time to be read. */
const longest = 4 * 2 ** 20;

/** What a configuration of YAML within an answer means. @throws Failure if it means nothing, or has another shape */
export function yaml<T>(url: string, text: string, read: Reader<T>): T {
  if (text.length > longest)
    throw new Failure(url, `its configuration is longer than ${longest / 2 ** 20} MiB`, 'put targets into files of a discovery');
  const failure = new Failure(url, 'its configuration can not be read: it is no YAML', other);
  return fitting(
    url,
    meaning(() => parse(text, { logLevel: 'silent' }) as unknown, failure),
    read,
  );
}
