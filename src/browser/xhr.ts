import type { Begin, Ended } from './calls.ts';
import { quietly } from './quietly.ts';

/** The exceptions by whose name the standard calls these ends: https://xhr.spec.whatwg.org/#handle-errors */
const errors: Readonly<Record<string, string>> = { error: 'NetworkError', abort: 'AbortError', timeout: 'TimeoutError' };

/** Measures `XMLHttpRequest`, from `send` to the end of the answer. */
export function watchXhr(begin: Begin): void {
  const { prototype } = XMLHttpRequest;
  const opened = new WeakMap<XMLHttpRequest, readonly [method: string, url: string]>();
  const sent = new WeakMap<XMLHttpRequest, Ended>();

  /** One listener for all: it is added once to a request that is sent again. */
  const onEnd = quietly(({ type, currentTarget }: Event) => {
    const xhr = currentTarget as XMLHttpRequest;
    // opened again by who was told before us
    if (xhr.readyState !== XMLHttpRequest.DONE) return;
    const ended = sent.get(xhr);
    sent.delete(xhr);
    ended?.({ status: xhr.status, error: errors[type] });
  });

  const onSend = quietly((xhr: XMLHttpRequest) => {
    sent.delete(xhr);
    const asked = opened.get(xhr);
    const ended = asked && begin(...asked);
    if (ended === undefined) return;
    sent.set(xhr, ended);
    for (const type of ['load', ...Object.keys(errors)]) xhr.addEventListener(type, onEnd);
  });

  prototype.open = new Proxy(prototype.open, {
    apply(open, xhr: XMLHttpRequest, args: [method: string, url: string | URL]) {
      Reflect.apply(open, xhr, args);
      const [method, url] = args;
      if (typeof method === 'string' && (typeof url === 'string' || url instanceof URL)) opened.set(xhr, [method, String(url)]);
      else opened.delete(xhr);
    },
  });
  prototype.send = new Proxy(prototype.send, {
    apply(send, xhr: XMLHttpRequest, args: [body?: XMLHttpRequestBodyInit]) {
      onSend(xhr);
      Reflect.apply(send, xhr, args);
    },
  });
}
