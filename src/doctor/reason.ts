import { Failure } from './failure.ts';
import { seconds } from './finding.ts';

/** What the codes of Node's errors mean, and what to do. */
const reasons: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ECONNREFUSED: ['nothing listens there', 'start it, or give the port that it has'],
  ENOTFOUND: ['there is no such host', 'correct the name'],
  EAI_AGAIN: ['the name of the host can not be resolved now', 'correct the name, or mend the DNS'],
  EHOSTUNREACH: ['there is no way to the host', 'ask from where it can be reached'],
  ECONNRESET: ['it ended the connection without an answer', 'look at its log; a server of TLS wants https://'],
  HPE_INVALID_CONSTANT: ['it does not speak HTTP', 'give the port that it has; a server of TLS wants https://'],
  EPROTO: ['it does not speak TLS', 'write http://'],
};

export const isTimeout = ({ name }: Error): boolean => name === 'AbortError' || name === 'TimeoutError';

/** Why a server did not answer. */
export function failureOf(url: string, error: Error & { code?: string }, lateAfterMs: number): Failure {
  if (isTimeout(error))
    return new Failure(url, `no answer within ${seconds(lateAfterMs / 1_000)}`, 'see whether it hangs, or whether a firewall is between');
  if (/CERT|SELF_SIGNED|ALTNAME/.test(error.code ?? ''))
    return new Failure(
      url,
      `its certificate is not trusted: ${error.message}`,
      'name the certificate that signed it by ca_file in the file of --auth',
    );
  const [what, remedy] = reasons[error.code ?? ''] ?? [
    error.message || String(error.code),
    'see whether it runs, and whether the URL is its own',
  ];
  return new Failure(url, what, remedy);
}
