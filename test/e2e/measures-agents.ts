import assert from 'node:assert/strict';
import { eventually } from './eventually.ts';
import { recorded } from './inference.ts';
import { points } from './points.ts';
import { type Service, services, type Starting } from './service.ts';

interface Library {
  /** What it is called. */
  readonly what: string;
  /** Installs it, and gives the folder. */
  readonly install: () => Promise<string>;
  /** The fixture that runs its agents, without the end of its name. */
  readonly asks: string;
  readonly expected: Readonly<Record<string, number>>;
}

/** An application that runs agents, for the tests of one library alone. */
export interface Agents {
  /** Starts the fixture, measured unless said otherwise. */
  readonly asking: (otherwise?: Partial<Starting>) => Service;
  /** That an application answers as it does without us. */
  readonly answers: (service: Service) => Promise<void>;
  readonly tells: (service: Service, expected: Library['expected']) => Promise<void>;
  /** Where it is installed. */
  readonly folder: () => string;
  /** Where models are asked. */
  readonly url: () => string;
}

/** The line that such an application prints when it is done. */
export const saw = async (service: Service): Promise<string> => (await service.printed(/^\[".*$/m))[0];

const tells = (service: Service, expected: Library['expected']): Promise<void> =>
  eventually(async () => assert.deepEqual(recorded(await service.scrape()), expected));

/** What holds for each library of agents, and what more holds for one. */
export function measuresAgents({ what, install, asks, expected }: Library, more: (agents: Agents) => void): void {
  describe(`models, tools and agents of ${what}`, () => {
    const start = services();
    let cwd: string;
    let url: string;
    let without: string;
    const asking: Agents['asking'] = (otherwise) => start({ cwd, file: `${asks}.mjs`, args: [url], flag: '--import', ...otherwise });
    const answers: Agents['answers'] = async (service) => assert.equal(await saw(service), without);
    before(async () => {
      cwd = await install();
      url = await start({ cwd, file: 'openai-wire.cjs' }).url();
      without = await saw(start({ cwd, file: `${asks}.mjs`, args: [url] }));
    });

    for (const file of [`${asks}.cjs`, `${asks}.mjs`])
      for (const flag of ['--require', '--import'] as const)
        it(`are measured, and answer as without us: ${file}, ${flag}`, async () => {
          const service = asking({ file, flag });
          await answers(service);
          await tells(service, expected);
          const text = await service.scrape();
          assert.doesNotMatch(text, /secret|sunny|hello/);
          assert.ok(points(text, 'gen_ai_client_inference_duration_seconds').every(({ value }) => value > 0));
          assert.doesNotMatch(service.stderr, /hook/);
        });

    more({ asking, answers, tells, folder: () => cwd, url: () => url });
  });
}
