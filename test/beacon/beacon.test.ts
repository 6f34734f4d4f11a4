import assert from 'node:assert/strict';
import type { Timing } from '../../src/beacon/beacon.ts';
import type { BeaconOptions } from '../../src/beacon/options.ts';
import { Wire } from '../e2e/client.ts';
import { eventually, within } from '../e2e/eventually.ts';
import { type Answered, Mounted, mounts, origin } from './mounted.ts';

const load = { t: 'load', n: '/cart', v: 1.5 };
const told = { v: 1, app: 'shop', items: [load] };
const large = JSON.stringify({ ...told, more: 'x'.repeat(16_384) });

/** What a refusal may say: its status, and nothing of what came. */
function assertRefused({ status, headers, body }: Answered, expected: number): void {
  assert.deepEqual([status, body], [expected, '']);
  assert.doesNotMatch(JSON.stringify([...headers]), /evil|cart|shop/);
}

for (const [where, mount] of Object.entries(mounts))
  describe(`a beacon on ${where}`, () => {
    const opened: Mounted[] = [];
    const open = async (options?: Partial<BeaconOptions>, timing?: Timing): Promise<Mounted> => {
      const mounted = await Mounted.open(mount, options, timing);
      opened.push(mounted);
      return mounted;
    };
    after(() => opened.forEach((each) => each.close()));

    it('is accepted as text and as JSON, and read by the page that sent it', async () => {
      const mounted = await open();
      for (const type of ['text/plain;charset=UTF-8', 'text/plain', 'application/json', 'Application/JSON; charset=utf-8']) {
        const { status, headers, body } = await mounted.post(told, { 'content-type': type });
        assert.deepEqual([status, body, headers.get('content-length')], [204, '', null], type);
        assert.equal(headers.get('access-control-allow-origin'), origin);
        assert.equal(headers.get('access-control-allow-credentials'), 'true');
        assert.match(headers.get('vary') ?? '', /origin/);
      }
      assert.deepEqual(mounted.counts, { accepted: 4 });
    });

    it('has a preflight, for the origins that may', async () => {
      const mounted = await open();
      const asks = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
      const { status, headers } = await mounted.ask({ method: 'OPTIONS', headers: { origin, ...asks } });
      assert.equal(status, 204);
      const said = ['origin', 'methods', 'headers', 'credentials'].map((name) => headers.get(`access-control-allow-${name}`));
      assert.deepEqual(said, [origin, 'POST', 'content-type', 'true']);
      const other = await mounted.ask({ method: 'OPTIONS', headers: { origin: 'https://evil.example.com', ...asks } });
      assertRefused(other, 403);
      assert.equal(other.headers.get('access-control-allow-origin'), null);
      assert.deepEqual(mounted.counts, { origin: 1 });
    });

    it('is refused by what it is, and counted', async () => {
      const mounted = await open();
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const refused = await mounted.ask({ method, headers: { origin } });
        assertRefused(refused, 405);
        assert.equal(refused.headers.get('allow'), 'POST, OPTIONS');
      }
      assertRefused(await mounted.post(told, { 'content-type': 'application/xml' }), 415);
      assertRefused(await mounted.post(told, { 'content-type': 'text/html', origin: 'https://evil.example.com' }), 415);
      for (const evil of ['https://evil.example.com', 'null', `${origin}.evil.com`, 'http://app.example.com', `${origin}:8443`])
        assertRefused(await mounted.post(told, { origin: evil }), 403);
      assertRefused(await mounted.ask({ method: 'POST', body: 'x' }), 403);
      assert.deepEqual(mounted.counts, { method: 3, content_type: 2, origin: 6 });
    });

    it('is refused by what it says, and counted', async () => {
      const mounted = await open();
      for (const body of ['', '{', 'evil', '{"v":1,}']) assertRefused(await mounted.post(body), 400);
      for (const body of [{}, [], 7, { ...told, v: 2 }, { ...told, items: [load, { ...load, v: 301 }] }])
        assertRefused(await mounted.post(body), 400);
      assertRefused(await mounted.post(large), 413);
      assert.deepEqual(mounted.counts, { json: 4, schema: 5, size: 1 });
    });

    it('is refused where it is too large, as text and as JSON, whatever it says of its length', async () => {
      const mounted = await open();
      for (const type of ['text/plain', 'application/json']) {
        assertRefused(await mounted.post(large, { 'content-type': type }), 413);
        assertRefused(await mounted.postInParts(large, type), 413);
        assert.equal((await mounted.postInParts(JSON.stringify(told), type)).status, 204);
      }
      assert.deepEqual(mounted.counts, { size: 4, accepted: 2 });
    });

    it('is refused where it says nothing as JSON', async () => {
      const mounted = await open();
      const type = { 'content-type': 'application/json' };
      for (const body of [{}, [], { ...told, v: 2 }]) assertRefused(await mounted.post(body, type), 400);
      assert.deepEqual(mounted.counts, { schema: 3 });
    });

    it('is refused when there are too many, until the time that it is told', async () => {
      let now = 0;
      const mounted = await open({ rate: { perClient: 0.2, overall: 100 } }, { clock: () => now });
      for (let i = 0; i < 2; i++) assert.equal((await mounted.post(told)).status, 204);
      const refused = await mounted.post(told);
      assertRefused(refused, 429);
      assert.equal(refused.headers.get('retry-after'), '5');
      now = 5001;
      assert.deepEqual([(await mounted.post(told)).status, (await mounted.post('{')).status], [204, 429]);
      assert.deepEqual(mounted.counts, { accepted: 3, client_rate: 2 });
    });

    it('tells clients apart behind proxies that are trusted, and all have a rate', async () => {
      const mounted = await open({ rate: { perClient: 0.1, overall: 0.3 }, trustedHops: 1 }, { clock: () => 0 });
      const from = async (address: string): Promise<number> => (await mounted.post(told, { 'x-forwarded-for': address })).status;
      const statuses = [];
      for (const last of [1, 1, 2, 3, 4]) statuses.push(await from(`203.0.113.${statuses.length}, 192.0.2.${last}`));
      assert.deepEqual(statuses, [204, 429, 204, 204, 429]);
      assert.deepEqual(mounted.counts, { accepted: 3, client_rate: 1, overall_rate: 1 });
    });

    it('pollutes no prototype', async () => {
      const mounted = await open();
      const body =
        '{"v":1,"app":"a","items":[{"t":"error","n":"x","a":{"__proto__":{"page":"evil"}},"constructor":{"prototype":{"evil":1}}}]}';
      assert.equal((await mounted.post(body)).status, 204);
      assert.equal(Reflect.get({}, 'evil'), undefined);
      assert.equal(Reflect.get({}, 'page'), undefined);
    });
  });

/** Those that read themselves: what a body parser takes is the parser's matter. */
for (const where of ['node:http', 'Express', 'Fastify'])
  describe(`a beacon on ${where}, over a wire`, () => {
    const wires: Wire[] = [];
    let patient: Mounted;
    let hasty: Mounted;
    beforeEach(async () => {
      patient = await Mounted.open(mounts[where]);
      hasty = await Mounted.open(mounts[where], {}, { deadlineMs: 200 });
    });
    afterEach(() => {
      for (const { socket } of wires.splice(0)) socket.destroy();
      patient.close();
      hasty.close();
    });

    const head = (length: string): string =>
      `POST /beacon HTTP/1.1\r\nhost: test\r\norigin: ${origin}\r\ncontent-type: text/plain\r\n${length}\r\n\r\n`;

    function sendingRaw({ url }: Mounted, bytes: string): Wire {
      const wire = new Wire(url);
      wires.push(wire);
      wire.socket.write(bytes);
      return wire;
    }

    const sending = (mounted: Mounted, length: string, body: string): Wire => sendingRaw(mounted, head(length) + body);

    async function isCutOff(mounted: Mounted, wire: Wire, status: number, reason: string): Promise<void> {
      await within('the end of the connection', wire.closed);
      assert.deepEqual(wire.statuses, [status], wire.received);
      assert.match(wire.received, /^connection: close\r$/im);
      assert.deepEqual(mounted.counts, { [reason]: 1 });
    }

    it('does not wait for a slow sender', async () => {
      const wire = sending(hasty, 'content-length: 10000', '{"v":1');
      const drip = setInterval(() => wire.socket.write(' '), 20);
      await isCutOff(hasty, wire, 408, 'slow').finally(() => clearInterval(drip));
    });

    const other = (length: string): string => head(length).replace(origin, 'https://evil.example.com');

    it('goes on after a body that it refuses and that has come', async () => {
      const text = JSON.stringify(told);
      const length = `content-length: ${text.length}`;
      const wire = sendingRaw(patient, other(length) + text);
      await eventually(() => assert.deepEqual(wire.statuses, [403]));
      wire.socket.write(head(length) + text);
      await eventually(() => assert.deepEqual(wire.statuses, [403, 204]));
      assert.doesNotMatch(wire.received, /^connection: close\r$/im);
      assert.deepEqual(patient.counts, { origin: 1, accepted: 1 });
    });

    it('does not wait for a body that it refuses', () =>
      isCutOff(patient, sendingRaw(patient, `${other('content-length: 100')}{"v":1`), 403, 'origin'));

    it('does not wait for a length that is not there', () =>
      isCutOff(hasty, sending(hasty, 'content-length: 9000', JSON.stringify(told)), 408, 'slow'));

    it('reads no more than the length says', async () => {
      const text = JSON.stringify(told);
      const wire = sending(patient, `content-length: ${text.length}`, text);
      await eventually(() => assert.deepEqual(wire.statuses, [204]));
      wire.socket.write(text);
      await within('the end of the connection', wire.closed);
      assert.deepEqual([wire.statuses, patient.counts], [[204, 400], { accepted: 1 }]);
    });

    it('does not read what is said to be too large', () => isCutOff(patient, sending(patient, 'content-length: 16385', '{'), 413, 'size'));

    it('counts while it reads, and does not read on', async () => {
      const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`;
      const wire = sending(patient, 'transfer-encoding: chunked', chunk.repeat(5));
      const pour = setInterval(() => wire.socket.write(chunk), 5);
      await isCutOff(patient, wire, 413, 'size').finally(() => clearInterval(pour));
    });

    it('counts who hangs up', async () => {
      sending(patient, 'content-length: 100', '{').socket.end();
      await eventually(() => assert.deepEqual(patient.counts, { aborted: 1 }));
    });

    it('takes one after the other on one connection', async () => {
      const text = JSON.stringify(told);
      const wire = sending(patient, `content-length: ${text.length}`, text);
      await eventually(() => assert.deepEqual(wire.statuses, [204]));
      wire.socket.write(`${head('content-length: 1')}{`);
      await eventually(() => assert.deepEqual(wire.statuses, [204, 400]));
      assert.doesNotMatch(wire.received, /^connection: close\r$/im);
      assert.deepEqual(patient.counts, { accepted: 1, json: 1 });
    });
  });
