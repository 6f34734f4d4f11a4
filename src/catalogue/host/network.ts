import { counter, updown } from '../define.ts';

/** The conventions call the interface of packets `system.device`; one name for all of them can be joined. */
const traffic = {
  interface: { name: 'network.interface.name', keep: 200 },
  direction: { name: 'network.io.direction', of: ['receive', 'transmit'] },
} as const;

/** Interfaces and connections. */
export const network = {
  io: counter({ name: 'system.network.io', unit: 'By', means: 'Bytes of each interface.', attributes: traffic }),
  packets: counter({
    name: 'system.network.packet.count',
    unit: '{packet}',
    means: 'Packets of each interface.',
    attributes: traffic,
  }),
  dropped: counter({
    name: 'system.network.packet.dropped',
    unit: '{packet}',
    means: 'Packets that each interface dropped though nothing was wrong with them.',
    attributes: traffic,
  }),
  errors: counter({ name: 'system.network.errors', unit: '{error}', means: 'Errors of each interface.', attributes: traffic }),
  connections: updown({
    name: 'system.network.connection.count',
    unit: '{connection}',
    means: 'TCP connections by state.',
    attributes: {
      state: {
        name: 'network.connection.state',
        // in the kernel's order, by which they are read
        of: [
          'established',
          'syn_sent',
          'syn_received',
          'fin_wait_1',
          'fin_wait_2',
          'time_wait',
          'closed',
          'close_wait',
          'last_ack',
          'listen',
          'closing',
        ],
      },
      transport: { name: 'network.transport', of: ['tcp'] },
    },
  }),
} as const;
