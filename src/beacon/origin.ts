type Headers = Readonly<Record<string, string>>;

/** What an answer says differs by who asks, to caches; also when it is refused. */
export const varies: Headers = { vary: 'origin' };

/** What a preflight is told beside that: https://fetch.spec.whatwg.org/#http-cors-protocol */
export const preflight: Headers = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type',
  // two hours, the most that Chromium takes
  'access-control-max-age': '7200',
};

/** The origins whose pages may send beacons, and what their browsers are told; it is the list that says who they are, not who asks. */
export class Origins {
  readonly #told: ReadonlyMap<string, Headers>;

  constructor(origins: readonly string[]) {
    this.#told = new Map(
      origins.map((origin) => [
        origin,
        // `sendBeacon` sends cookies along, which nobody reads here, and its preflight fails unless it may
        { ...varies, 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' },
      ]),
    );
  }

  /** The headers of an answer to an origin; undefined where it is not among the allowed ones, or is not said. */
  headersFor(origin: string | undefined): Headers | undefined {
    return origin === undefined ? undefined : this.#told.get(origin);
  }
}
