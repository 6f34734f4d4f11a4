import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Finding, wrong } from './finding.ts';

/** A file that a configuration reads a secret from. */
export interface SecretFile {
  readonly path: string;
  /** The keys that lead to it: `receivers.0.email_configs.0.auth_password_file`. */
  readonly at: string;
}

const isSecret = (key: string, within: string): boolean =>
  (key.endsWith('_file') && !/^(ca|cert)_file$/.test(key)) || /\bhttp_headers\.[^.]+\.files$/.test(within);

/** The files that a configuration reads secrets from. */
export function secretFilesOf(node: unknown, within = ''): readonly SecretFile[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const at = within === '' ? key : `${within}.${key}`;
    if (typeof value !== 'string') return secretFilesOf(value, at);
    return isSecret(key, within) && value !== '' ? [{ path: value, at }] : [];
  });
}

/** The version of Alertmanager that first read these files without a newline at their end, if there is one; all others it always read so. */
const trimmedSince: readonly (readonly [keys: RegExp, since?: readonly number[]])[] = [
  [/\bpushover_configs\.\d+\.(token|user_key)_file$/],
  [/(^global\.opsgenie_api_key_file|\bopsgenie_configs\.\d+\.api_key_file)$/, [0, 28, 1]],
  [/(^global\.smtp_auth_password_file|\bemail_configs\.\d+\.auth_password_file)$/, [0, 26, 0]],
];

function isBefore(version: string, since: readonly number[]): boolean {
  const parts = (/\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
  const at = since.findIndex((part, i) => (parts[i] ?? 0) !== part);
  return at >= 0 && (parts[at] ?? 0) < (since[at] ?? 0);
}

/** Whether a newline at the end of a file becomes a part of the secret. */
const takesNewline = ({ at }: SecretFile, version: string): boolean =>
  trimmedSince.some(([keys, since]) => keys.test(at) && (since === undefined || isBefore(version, since)));

/** What is wrong with the text of a secret, which is not shown. */
function faultOf(text: string, file: SecretFile, version: string): readonly [what: string, remedy: string] | undefined {
  if (text.trim() === '') return ['it is empty', 'write the secret into it'];
  if (!text.endsWith('\n') || !takesNewline(file, version)) return undefined;
  return [
    `it ends with a newline, which Alertmanager ${version} takes for a part of the secret`,
    'write it without: printf %s "$SECRET" > file',
  ];
}

function secretFinding(file: SecretFile, folder: string, version: string): readonly Finding[] {
  const where = join(folder, basename(file.path));
  try {
    const [what, remedy = ''] = faultOf(readFileSync(where, 'utf8'), file, version) ?? [];
    return what === undefined ? [] : [wrong({ check: 'alertmanager.secret', where, what, remedy })];
  } catch (error) {
    const what = `it can not be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}; Alertmanager wants it as ${file.path}`;
    return [wrong({ check: 'alertmanager.secret', where, what, remedy: 'put it there, readable for the user that runs Alertmanager' })];
  }
}

/** What is wrong with the files of secrets, looked for by their names in a folder. */
export function secretFindings(files: readonly SecretFile[], folder: string, version: string): readonly Finding[] {
  const findings = files.flatMap((file) => secretFinding(file, folder, version));
  return [...new Map(findings.map((finding) => [`${finding.where} ${finding.what}`, finding])).values()];
}
