import type { Names } from '../beacon/names.ts';
import { listOf } from '../setting.ts';

/** A regular expression as JavaScript has it, without flags: https://tc39.es/ecma262/#prod-RegularExpressionLiteral */
const literal = /^\/((?:[^/\\[]|\\.|\[(?:[^\]\\]|\\.)*\])+)\/$/;
/** What no name has: it is meant as an expression, and is none where a slash in it stands bare. */
const meant = /^\/.*[\\^$*+?|].*\/$/;

function expressionOf(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

/** Names by a list, or by an expression between slashes. */
export function namesOf(text: string): Names | undefined {
  const [, source] = literal.exec(text) ?? [];
  if (source !== undefined) return expressionOf(source);
  return meant.test(text) ? undefined : listOf(text);
}
