import { unnamed } from '../meters/error-type.ts';

/** Names that are kept: these, or those that a regular expression matches as a whole. */
export type Names = readonly string[] | RegExp;

/** What stands for a name that is not kept. */
export const other = 'other';

export type Fold = (name: string) => string;

/** Numbers, hashes and UUIDs, addresses of people and of IPv4, URLs, queries: no expression lets these through, however wide it is. */
const tellsOne = /\d{5,}|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-|(\d{1,3}\.){3}\d|:\/\/|[@?#]/i;

/** The rule by which names are kept; what nobody allows is none. */
export function folding(names: Names = []): Fold {
  if (names instanceof RegExp) {
    const whole = new RegExp(`^(?:${names.source})$`, names.flags.replaceAll(/[gmy]/g, ''));
    return (name) => (whole.test(name) && !tellsOne.test(name) ? name : other);
  }
  const listed = new Set(names);
  return (name) => (listed.has(name) ? name : other);
}

/** The same of classes of errors; that there is none is a class, whatever is allowed. */
export function foldingErrors(names: Names = knownErrors): Fold {
  const fold = folding(names);
  return (name) => (name === unnamed ? name : fold(name));
}

/**
 * The classes of errors that the language and the DOM have.
 * https://tc39.es/ecma262/#sec-error-objects https://webidl.spec.whatwg.org/#idl-DOMException-error-names
 */
const knownErrors: Names = [
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
  'DOMException',
  'AbortError',
  'ConstraintError',
  'DataCloneError',
  'DataError',
  'EncodingError',
  'HierarchyRequestError',
  'InvalidAccessError',
  'InvalidCharacterError',
  'InvalidModificationError',
  'InvalidNodeTypeError',
  'InvalidStateError',
  'NetworkError',
  'NotAllowedError',
  'NotFoundError',
  'NotReadableError',
  'NotSupportedError',
  'OperationError',
  'QuotaExceededError',
  'ReadOnlyError',
  'SecurityError',
  'TimeoutError',
  'TransactionInactiveError',
  'UnknownError',
  'VersionError',
  'WrongDocumentError',
];
