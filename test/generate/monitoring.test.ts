import assert from 'node:assert/strict';
import { defaultDeployment } from '../../src/alerts/deployment.ts';
import { monitoring } from '../../src/generate/monitoring.ts';
import { mark } from '../../src/generate/rules.ts';

describe('what is generated', () => {
  for (const [path, text] of Object.entries(monitoring(defaultDeployment)))
    it(`${path} says so: without it, it would never be written over`, () =>
      assert.ok((path.endsWith('.json') ? text : text.split('\n', 1)[0])?.includes(mark)));
});
