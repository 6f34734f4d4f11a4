import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, scratch } from '../e2e/scratch.ts';
import { groups } from '../monitoring/groups.ts';
import { withEach } from '../monitoring/versions.ts';

const golden = join(root, 'test', 'golden', 'notifications');
/** Written anew with `GOLDEN=write`, and then read by whoever commits it. */
const writes = process.env['GOLDEN'] === 'write';

const texts = ['subject', 'severity', 'message', 'firing', 'resolved', 'slack.color', 'slack.title', 'slack.text'];
const every = texts.map((name) => `=== ${name}\n{{ template "autonomica.${name}" . }}\n`).join('');

describe('notifications', () => {
  withEach('amtool', ({ path }) => {
    async function rendered(group: object, type: 'text' | 'html', template: string): Promise<string> {
      const folder = mkdtempSync(join(scratch(), 'notification-'));
      writeFileSync(join(folder, 'data.json'), JSON.stringify(group));
      const { code, stdout, stderr } = await run(
        path,
        [
          'template',
          'render',
          '--template.glob=config/alertmanager/templates/*.tmpl',
          `--template.data=${folder}/data.json`,
          `--template.type=${type}`,
          `--template.text=${template}`,
        ],
        root,
      );
      assert.equal(code, 0, stderr);
      return stdout;
    }

    for (const [name, group] of Object.entries(groups))
      it(`${name}: as people read it`, async () => {
        const [text, html] = await Promise.all([
          rendered(group, 'text', every),
          rendered(group, 'html', '{{ template "autonomica.html" . }}'),
        ]);
        const shown = `${text}=== html\n${html}`;
        const file = join(golden, `${name}.txt`);
        if (writes) {
          mkdirSync(golden, { recursive: true });
          writeFileSync(file, shown);
        }
        assert.equal(shown, readFileSync(file, 'utf8'));
      });
  });
});
