import type { Outlet } from './queue.ts';

const answerMs = 10_000;
const pauseMs = 60_000;
/** The longest pause is an hour. */
const mostDoublings = 6;

/**
 * As what a beacon goes. Of JSON a browser says the origin in any case, of a text not with `Referrer-Policy: no-referrer`:
 * https://fetch.spec.whatwg.org/#append-a-request-origin-header. To another origin it goes as a text, since a browser asks before it sends JSON.
 */
const typeTo = (url: string): string => (new URL(url).origin === origin ? 'application/json' : 'text/plain');

/** A beacon, which outlives the page; false where the browser has none, or no room for it. */
function isTaken(url: string, body: string): boolean {
  try {
    return navigator.sendBeacon(url, new Blob([body], { type: typeTo(url) }));
  } catch {
    return false;
  }
}

/** Whether a content security policy of the page has refused an address. */
function refusalOf(url: string): () => boolean {
  let refused = false;
  document.addEventListener('securitypolicyviolation', ({ blockedURI, disposition }) => {
    refused ||= disposition === 'enforce' && blockedURI === url;
  });
  return () => refused;
}

/** Whether the page is hidden or being left. */
function leaving(): () => boolean {
  let left = false;
  addEventListener('pagehide', () => {
    left = true;
  });
  addEventListener('pageshow', () => {
    left = false;
  });
  return () => left || document.visibilityState === 'hidden';
}

/**
 * Where beacons leave the page: by `fetch`, one at a time, since it tells what became of it; by `sendBeacon` when the page is left. The browser
 * writes each that fails into the console, so after one that failed there is none for a minute, and twice as long each time; after one that a
 * content security policy refused there is none.
 * @param request the `fetch` of the page as it was before it was measured
 */
export function outletTo(url: string, request: typeof fetch): Outlet {
  const isRefused = refusalOf(url);
  const isLeaving = leaving();
  let isBusy = false;
  let failures = 0;
  let pausedUntil = 0;

  function settle(ok: boolean): void {
    isBusy = false;
    if (!ok) pausedUntil = performance.now() + pauseMs * 2 ** Math.min(failures, mostDoublings);
    failures = ok ? 0 : failures + 1;
  }

  async function post(body: string): Promise<void> {
    isBusy = true;
    const headers = { 'content-type': 'text/plain' };
    try {
      const signal = AbortSignal.timeout(answerMs);
      const { ok } = await request(url, { method: 'POST', keepalive: true, body, headers, credentials: 'omit', signal });
      settle(ok);
    } catch {
      settle(false);
    }
  }

  return {
    isReady: () => !isRefused() && performance.now() >= pausedUntil && (isLeaving() || !isBusy),
    send(body) {
      if (!(isLeaving() && isTaken(url, body))) void post(body);
    },
  };
}
