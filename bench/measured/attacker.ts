import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { Attack } from '../../test/beacon/attack.ts';
import { random } from './data.ts';

const connections = 20;

/** Attacks a port for as long and as often as it is told, each time by a line, and prints how many it has sent then. It gives way to who is measured. */
setPriority(10);
const attack = new Attack(Number(process.argv[2]), random(1));
for await (const line of createInterface({ input: process.stdin })) {
  const [rate, seconds] = JSON.parse(line) as [rate: number, seconds: number];
  await attack.send(rate * seconds, connections, (connections / rate) * 1000);
  console.log(rate * seconds);
}
