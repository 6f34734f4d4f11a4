import type { Context } from '../../src/instrumentation.ts';

/** A command of Redis: a word, and no other thing that somebody sends in its place. */
export function commandOf(name: unknown): string | undefined {
  return typeof name === 'string' && /^[a-z][\w.]{0,29}$/i.test(name) ? name.toUpperCase() : undefined;
}

/** What Redis answered an error with, `WRONGTYPE`, else the code or the class of the error; never the message. */
export function replyErrorOf(error: unknown, { errorTypeOf }: Pick<Context, 'errorTypeOf'>): string {
  const { name, constructor } = Object(error) as Partial<Error>;
  const isReply = error instanceof Error && [name, constructor?.name].some((each) => each === 'ReplyError' || each === 'SimpleError');
  const [, prefix] = (isReply && /^([A-Z]{2,20})\s/.exec(error.message)) || [];
  return prefix ?? errorTypeOf(error);
}
