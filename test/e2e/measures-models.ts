import assert from 'node:assert/strict';
import { inOrder, saw, type Seen, tells } from './model-calls.ts';
import { project } from './scratch.ts';
import { type Service, services, type Starting } from './service.ts';

interface Provider {
  /** The library's name in the registry, a version that is measured and one that is not. */
  readonly library: string;
  readonly known: string;
  readonly unknown: string;
  /** The fixture that calls it, without the end of its name. */
  readonly asks: string;
  readonly reading: Omit<Seen, 'active'>;
  readonly ending: Omit<Seen, 'active'>;
  /** The tokens of the model `stream`. */
  readonly streamed: number;
}

/** What holds for each library of a provider of models. */
export function measuresModels({ library, known, unknown, asks, reading, ending, streamed }: Provider): void {
  describe(`calls of models by ${library}`, () => {
    const start = services();
    const options = ['--expose-gc'];
    const withLibrary = (): Promise<string> => project(`${library}@${known}`);
    const running: Service[] = [];
    const asking = (starting: Starting): Service => {
      const service = start(starting);
      running.push(service);
      return service;
    };
    let url: string;
    // each collects its garbage all the time, so that streams that nobody reads end
    afterEach(() => Promise.all(running.splice(0).map((service) => service.stop())));
    before(async () => {
      url = await start({ cwd: await withLibrary(), file: 'models.cjs' }).url();
    });

    for (const file of [`${asks}.cjs`, `${asks}.mjs`])
      for (const [part, expected] of Object.entries({ reading, ending }))
        it(`are measured once each, and answered, streamed and refused as without us: ${file}, ${part}`, async () => {
          const starting = { cwd: await withLibrary(), file, args: [url, part], options };
          const bare = await saw(asking(starting));
          const service = asking({ ...starting, flag: '--require' });
          assert.equal(await saw(service), bare);
          const text = await tells(service, expected);
          if (part === 'reading') inOrder(text, 'stream', streamed);
          assert.deepEqual(
            service.said.filter((line) => !/ serving /.test(line)),
            [],
          );
        });

    it('are not measured at a major version that is not known, which one line says', async () => {
      const cwd = await project(`${library}@${unknown}`);
      const service = asking({ cwd, file: `${asks}.cjs`, args: [url, 'reading'], options, flag: '--require' });
      await saw(service);
      await tells(service, { calls: {}, tokens: {}, first: {}, perToken: {} });
      const said = service.said.filter((line) => line.includes(library));
      assert.deepEqual(said, [`@autonomica/metrics: ${library} ${unknown} is not known: its calls of models are not measured`]);
    }).timeout(180_000);
  });
}
