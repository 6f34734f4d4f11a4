import assert from 'node:assert/strict';
import { uptime as ownUptime } from 'node:os';
import { Files } from '../../../src/readings/files.ts';
import { parseUptime, uptime } from '../../../src/readings/host/uptime.ts';
import { byName, isTotal, thisMachine, tree } from './trees.ts';

const told = (files: Files): unknown => byName(uptime.read(files))['system.uptime'];
const isNow = (seconds: unknown): void => assert.ok(Math.abs((seconds as number) - ownUptime()) < 2, String(seconds));

describe('uptime', () => {
  it('vm: is the first number', () => assert.equal(told(tree('vm')), 2499.05));
  it('garbage: can not be read', () => assert.throws(() => told(tree('garbage')), /proc\/uptime/));
  it('is what Node says where there is no file', () => isNow(told(new Files('/nowhere'))));
  it('is finite, whatever the file says', () => isTotal('proc/uptime', parseUptime));
  it('this machine: is what Node says', () => isNow(told(thisMachine)));
});
