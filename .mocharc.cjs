'use strict';
const { availableParallelism } = require('node:os');
// Files that are named are run alone.
const named = process.argv.slice(2).some((each) => each.endsWith('.test.ts'));
// In CI nothing may be pending: what a test needs is installed there.
module.exports = {
  ...(named ? {} : { spec: ['test/**/*.test.ts'], parallel: true, jobs: Math.max(2, availableParallelism()) }),
  require: ['./test/whole-run.ts'],
  timeout: 60_000,
  forbidOnly: true,
  forbidPending: process.env.CI === 'true',
};
