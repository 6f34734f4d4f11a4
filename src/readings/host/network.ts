import { host } from '../../catalogue/host.ts';
import type { Files } from '../files.ts';
import { wholes } from '../numbers.ts';
import { type Reading, UnreadableError } from '../reading.ts';
import type { Point } from '../write.ts';
import { selection } from './selection.ts';

interface Traffic {
  readonly bytes: number;
  readonly packets: number;
  readonly errors: number;
  readonly dropped: number;
}

export interface Interface {
  readonly name: string;
  readonly receive: Traffic;
  readonly transmit: Traffic;
}

function trafficOf(numbers: readonly number[], from: number): Traffic | undefined {
  const [bytes, packets, errors, dropped] = numbers.slice(from, from + 4);
  if (bytes === undefined || packets === undefined || errors === undefined || dropped === undefined) return undefined;
  return { bytes, packets, errors, dropped };
}

/** A name may have a colon, and old kernels have no blank after the one that ends it. */
function interfaceOf(line: string): Interface | undefined {
  const end = line.lastIndexOf(':');
  const name = line.slice(0, Math.max(0, end)).trim();
  const numbers = wholes(line, end + 1);
  const [receive, transmit] = [trafficOf(numbers, 0), trafficOf(numbers, 8)];
  return name !== '' && receive && transmit ? { name, receive, transmit } : undefined;
}

/** `/proc/net/dev`: https://man7.org/linux/man-pages/man5/proc_pid_net.5.html; a line that says something else is left out. */
export const parseInterfaces = (text: string): readonly Interface[] =>
  text
    .split('\n')
    .map(interfaceOf)
    .filter((each) => each !== undefined);

const virtual =
  /^(?:lo|veth.*|docker\d+|br-.*|virbr.*|cni.*|flannel.*|cali.*|cilium_.*|lxc.*|ifb.*|dummy.*|tunl0|kube-ipvs0|tap.*|vnet.*|eni.*|gke.*|azv.*|cbr.*|weave.*|vxlan.*|genev.*|geneve.*|ovs-.*|antrea-.*|nodelocaldns|kube-bridge)$/;
/** What the traffic of others runs through once more, if it is not a device: bonds, teams, bridges, VLANs. */
const layered = /^(?:(?:bond|team|br|vlan)\d+|.+\.\d+)$/;

/** By the name: the one that a container has is no device either. */
const isReal = (name: string, files: Files): boolean =>
  !virtual.test(name) && (!layered.test(name) || files.has(`sys/class/net/${name}/device`));

const file = 'net/dev';
const { io, packets, dropped, errors } = host.network;

/** @param pattern a regular expression for the whole name of those that are measured; empty, those that are not virtual */
export function network(pattern: string): Reading {
  const wanted = selection(pattern);
  return {
    name: 'network',
    finds: [io, packets, dropped, errors],
    read(files) {
      const all = parseInterfaces(files.ofMachine(file));
      if (all.length === 0) throw new UnreadableError(file, 'a line for each interface expected');
      const measured = wanted ? all.filter(({ name }) => wanted.test(name)) : all.filter(({ name }) => isReal(name, files));
      const points = (key: keyof Traffic): Point[] =>
        measured.flatMap(({ name, receive, transmit }): Point[] => [
          [receive[key], { interface: name, direction: 'receive' }],
          [transmit[key], { interface: name, direction: 'transmit' }],
        ]);
      return [
        [io, points('bytes')],
        [packets, points('packets')],
        [dropped, points('dropped')],
        [errors, points('errors')],
      ];
    },
  };
}
