import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { listen, portOf } from '../e2e/listening.ts';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** Who signed in, and by what password. */
  readonly signedIn: readonly [username: string, password: string] | undefined;
  /** As it came, without the dot that ends it. */
  readonly text: string;
}

const addressIn = (line: string): string => /<(.*?)>/.exec(line)?.[1] ?? '';
const credentials = (line: string): [string, string] => {
  const [, username = '', password = ''] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
    .toString()
    .split('\0');
  return [username, password];
};

/** A quoted-printable body as text. https://www.rfc-editor.org/rfc/rfc2045#section-6.7 */
export const unquoted = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();

/** A server of mail that takes PLAIN authentication. https://www.rfc-editor.org/rfc/rfc5321 */
export class Smtp {
  readonly mails: Mail[] = [];
  readonly #server: Server = createServer((socket) => void this.#talk(socket));

  async #talk(socket: Socket): Promise<void> {
    const say = (line: string): boolean => socket.write(`${line}\r\n`);
    let mail = { from: '', to: [] as string[], signedIn: undefined as Mail['signedIn'] };
    let lines: string[] | undefined;
    say('220 mail.example.com ESMTP');
    socket.once('error', () => socket.destroy());
    for await (const line of createInterface(socket)) {
      if (lines !== undefined && line !== '.') lines.push(line.replace(/^\./, ''));
      else if (lines !== undefined) {
        this.mails.push({ ...mail, text: lines.join('\n') });
        lines = undefined;
        say('250 OK');
      } else if (line.startsWith('EHLO')) socket.write('250-mail.example.com\r\n250 AUTH PLAIN\r\n');
      else if (line.startsWith('AUTH PLAIN')) {
        mail = { ...mail, signedIn: credentials(line) };
        say('235 OK');
      } else if (line.startsWith('MAIL FROM')) {
        mail = { ...mail, from: addressIn(line), to: [] };
        say('250 OK');
      } else if (line.startsWith('RCPT TO')) {
        mail.to.push(addressIn(line));
        say('250 OK');
      } else if (line === 'DATA') {
        lines = [];
        say('354 go on');
      } else if (line === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('502 unknown');
    }
  }

  async listen(): Promise<number> {
    await listen(this.#server);
    return portOf(this.#server);
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
