import { arch, cpus, hostname, release } from 'node:os';
import { host } from '../../catalogue/host.ts';
import type { Files } from '../files.ts';
import type { Found, Sampling } from '../reading.ts';
import { cpuinfoFile, parseProcessors } from './cpuinfo.ts';

/** What a shell takes an assigned word for, without expansion. */
function unquoted(word: string): string {
  if (/^'.*'$/.test(word)) return word.slice(1, -1);
  return (/^".*"$/.test(word) ? word.slice(1, -1) : word).replaceAll(/\\([\\"'$`])/g, '$1');
}

/** Of `NAME="Debian GNU/Linux"` lines: https://www.freedesktop.org/software/systemd/man/latest/os-release.html */
export function parseRelease(text: string): { readonly name: string | undefined; readonly version: string | undefined } {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, key = '', word = ''] = /^([A-Z_]+)=(.*)$/.exec(line.trim()) ?? [];
    found.set(key, unquoted(word));
  }
  return { name: found.get('NAME') || undefined, version: found.get('VERSION_ID') || undefined };
}

/** Node's names of architectures as OpenTelemetry calls them: https://opentelemetry.io/docs/specs/semconv/registry/attributes/host/ */
const archs: ReadonlyMap<string, string> = new Map([
  ['x64', 'amd64'],
  ['ia32', 'x86'],
  ['arm', 'arm32'],
]);

async function lineOf(files: Files, name: string): Promise<string | undefined> {
  return (await files.textLater(name))?.split('\n', 1)[0]?.trim() || undefined;
}

/** From a container with a name of its own, the kernel says that one. */
async function nameOf(files: Files): Promise<string> {
  const written = files.root === '/' ? undefined : await lineOf(files, 'etc/hostname');
  return written ?? (await lineOf(files, 'proc/sys/kernel/hostname')) ?? hostname();
}

async function modelOf(files: Files): Promise<string | undefined> {
  const text = await files.textLater(cpuinfoFile);
  return text === undefined ? cpus()[0]?.model.trim() || undefined : parseProcessors(text)[0]?.model;
}

/** What the machine is. Where a file does not say it, Node does. */
export function info(): Sampling {
  let model: string | undefined;
  return {
    name: 'info',
    finds: [host.info],
    async sample(files): Promise<Found[]> {
      const os = parseRelease((await files.textLater('etc/os-release')) ?? (await files.textLater('usr/lib/os-release')) ?? '');
      const kernel = (await lineOf(files, 'proc/sys/kernel/osrelease')) ?? release();
      model ??= await modelOf(files);
      const of = { arch: archs.get(arch()) ?? arch(), kernel, os: os.name, version: os.version, cpu: model };
      return [[host.info, [[1, { name: await nameOf(files), ...of }]]]];
    },
  };
}
