import { answer, asked } from './child.ts';
import { mustEqual, shownAt, totalOf } from './counted.ts';
import { Load } from './load.ts';
import { freePort, Server } from './server.ts';

/** It takes 40,000 requests until nothing is compiled anew. */
const warmUp = 60_000;
const count = 60_000;

interface Asked {
  /** How the server is started. */
  readonly args: readonly string[];
  /** Where it shows what it measured: at its own port, at one it is given, or nowhere. */
  readonly shown: 'here' | 'there' | 'nowhere';
  /** The route that every request must have been counted with. */
  readonly route?: string;
}

const { args, shown, route } = asked as Asked;
const free = await freePort();
const server = await Server.start(args, { OTEL_EXPORTER_PROMETHEUS_PORT: String(free) });
const load = await Load.open(server.port);

await load.send(warmUp);
const before = await server.cpu();
const began = performance.now();
await load.send(count);
const seconds = (performance.now() - began) / 1000;
const after = await server.cpu();
if (shown !== 'nowhere') {
  const text = await shownAt(shown === 'here' ? server.port : free);
  mustEqual('requests', totalOf(text, /^http_(server_)?request_duration(_seconds)?_count\{/, route && `"${route}"`), load.sent);
}
load.close();
await server.stop();
answer({ us: (after - before) / count, rate: count / seconds });
