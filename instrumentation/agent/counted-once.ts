/** Whether calls of models by this client of a provider's own package are made, and counted, by a library above it. */
type Claim = (client: object) => boolean;

const claims = new Set<Claim>();

/** Says, of a library that is measured from now on, which clients are its own: what they call is counted there. */
export function claimClients(isOurs: Claim): void {
  claims.add(isOurs);
}

/**
 * Asked by whoever measures a provider's package, such as `openai`, before it counts a call that generates: the outer one wins, and the
 * inner call is made and not counted. Embeddings and the rest are not told to the library above, so that they are counted inside.
 * It reads what the client was made with: no asynchronous context, and nothing where no library above is measured.
 */
export function isCountedAbove(client: unknown): boolean {
  if (claims.size === 0 || typeof client !== 'object' || client === null) return false;
  return [...claims].some((isOurs) => isOurs(client));
}

interface Options {
  readonly defaultHeaders?: unknown;
  readonly dangerouslyAllowBrowser?: unknown;
}

/** LangChain's clients of `openai` call themselves `langchainjs-openai`; those of `@anthropic-ai/sdk` are told by how only it makes them. */
export function isOfLangChain(client: object): boolean {
  const { _options: options, maxRetries } = client as { readonly _options?: Options; readonly maxRetries?: unknown };
  if (options?.dangerouslyAllowBrowser === true && maxRetries === 0) return true;
  const headers = options?.defaultHeaders;
  const agent: unknown =
    headers instanceof Headers
      ? headers.get('user-agent')
      : Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'user-agent')?.[1];
  return typeof agent === 'string' && agent.includes('langchainjs-');
}
