import assert from 'node:assert/strict';
import { join } from 'node:path';
import { configure } from '../src/environment.ts';
import { factsFor } from '../src/facts.ts';
import type { Context } from '../src/instrumentation.ts';
import { detect } from '../src/readings/container/detect.ts';
import { Files } from '../src/readings/files.ts';
import type { Subjects } from '../src/readings/readings.ts';

/** What is looked up, and what is said of it, of a process in that tree of kernel files. */
function attached(whose: 'service' | 'machine', tree: string): { said: Readonly<Record<string, string>>; subjects: readonly Subjects[] } {
  const root = join(import.meta.dirname, 'fixtures', 'roots', tree);
  const subjects: Subjects[] = [];
  const said: Record<string, string> = {};
  for (const { name, attach } of factsFor(whose)) {
    const given: Partial<Context> = {
      settings: configure({ root }, {}).settings,
      container: () => detect(new Files(root)),
      lookUp: (looked) => subjects.push(looked),
      readHost() {},
      readRuntime() {},
      report(state, detail = '') {
        said[name] = `${state} ${detail}`;
      },
    };
    attach(given as Context);
  }
  return { said, subjects };
}

describe('what is looked up', () => {
  it('of a service in a container is that container, and not the machine', () => {
    const { said } = attached('service', 'docker-v2');
    assert.equal(said['container'], 'attached /proc/self/mountinfo');
    assert.match(String(said['machine']), /^switched off in a container/);
  });

  it('of a service where a file says that it may be in a container is both', () => {
    const { said } = attached('service', 'garbage-groups');
    assert.equal(said['container'], 'attached /.dockerenv');
    assert.match(String(said['machine']), /^attached/);
  });

  it('of a service outside of one is the machine', () => {
    const { said } = attached('service', 'docker-host');
    assert.equal(said['container'], 'switched off not in a container');
    assert.match(String(said['machine']), /^attached/);
  });

  it('of a machine are all containers, wherever it is looked at from', () => {
    const { said } = attached('machine', 'docker-v2');
    assert.match(String(said['machine']), /^attached/);
    if (process.platform === 'linux') assert.match(String(said['containers']), /^attached/);
    assert.equal(said['container'], undefined);
  });

  for (const whose of ['service', 'machine'] as const)
    it(`of a ${whose} has one reading for each metric`, () => {
      const finds = attached(whose, 'garbage-groups').subjects.flatMap(({ readings, samplings }) =>
        [...readings, ...samplings].flatMap((each) => each.finds),
      );
      assert.equal(new Set(finds).size, finds.length);
    });
});
