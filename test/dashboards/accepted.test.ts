import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { root, run, scratch } from '../e2e/scratch.ts';
import { all, asked, panelsOf, queriesOf } from './panels.ts';

const committed = (name: string): string => readFileSync(join(root, `config/grafana/dashboards/${name}.json`), 'utf8');

const model = join(root, 'src/dashboards/model.ts');
const flags = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--allowImportingTsExtensions'];

/** What the compiler says of files, by the types that Grafana publishes. */
async function checked(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync(join(scratch(), 'checked-'));
  const written = Object.entries(files).map(([name, json]) => {
    const file = join(folder, `${name}.ts`);
    writeFileSync(
      file,
      `import type { Dashboard } from ${JSON.stringify(model)};\nexport const it = ${json.trim()} satisfies Dashboard;\n`,
    );
    return file;
  });
  return (await run(join(root, 'node_modules/.bin/tsc'), [...flags, ...written], root)).stdout;
}

describe('the dashboards', () => {
  it('are of the types that Grafana publishes of them', async () => {
    assert.equal(await checked(Object.fromEntries(all.map(([name]) => [name, committed(name)]))), '');
  });

  it('are seen not to be where one says something that no panel has', async () => {
    const json = committed('overview');
    const broken = {
      key: json.replace('"graphMode"', '"graphMood"'),
      value: json.replace('"colorMode": "value"', '"colorMode": "values"'),
      id: json.replace('"id": 1,', ''),
    };
    const said = await checked(broken);
    assert.match(said, /key\.ts.*"graphMood"' does not exist/);
    assert.match(said, /value\.ts.*'"values"' is not assignable/);
    assert.match(said, /Property 'id' is missing/);
  });

  it('ask nothing that promtool would refuse as a rule', async () => {
    const ranges = { rate: '5m', shown: '1h' };
    const queries = all.flatMap(([, dashboard]) =>
      panelsOf(dashboard).flatMap((panel) => queriesOf(panel).map(({ expr }) => asked(expr, dashboard, ranges))),
    );
    const check = async (exprs: readonly string[]): Promise<{ code: number; stderr: string }> => {
      const file = join(mkdtempSync(join(scratch(), 'queries-')), 'rules.yml');
      const rules = exprs.map((expr, at) => ({ record: `query:${at}`, expr }));
      writeFileSync(file, stringify({ groups: [{ name: 'dashboards', rules }] }));
      return run('promtool', ['check', 'rules', file], root);
    };
    const { code, stderr } = await check(queries);
    assert.equal(code, 0, stderr);
    assert.notEqual((await check([...queries, 'rate(up)'])).code, 0);
  });
});
