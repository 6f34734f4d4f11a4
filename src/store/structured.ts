import { Uses } from './uses.ts';

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value));

/**
 * Equal for equal values, as the SDK tells them apart; undefined for what OpenTelemetry does not know.
 * https://opentelemetry.io/docs/specs/otel/common/#anyvalue
 */
function textOf(value: object): string | undefined {
  if (value instanceof Uint8Array) return `bytes ${value.join()}`;
  return Array.isArray(value) || isPlain(value) ? JSON.stringify(value) : undefined;
}

const copyOf = (value: object): object => {
  const copy: object = structuredClone(value);
  return Array.isArray(copy) ? Object.freeze(copy) : copy;
};

/** Arrays, maps and bytes that are attribute values: equal ones are one object, a copy of what was given. */
export class Structured {
  readonly #values = new Map<string, object>();
  readonly #uses = new Uses<string>();

  /** The one for all equal values, from `fresh` where none is in use yet; undefined for what is no attribute value, such as a bigint inside. */
  find(value: object, fresh: Map<string, object>): object | undefined {
    try {
      const text = textOf(value);
      if (text === undefined) return undefined;
      const there = this.#values.get(text) ?? fresh.get(text) ?? copyOf(value);
      fresh.set(text, there);
      return there;
    } catch {
      return undefined;
    }
  }

  use(value: object): void {
    const text = String(textOf(value));
    this.#values.set(text, value);
    this.#uses.use(text);
  }

  leave(value: object): void {
    const text = String(textOf(value));
    if (this.#uses.leave(text)) this.#values.delete(text);
  }
}
