'use strict';
// Files that are named are run alone.
const named = process.argv.slice(2).some((each) => each.endsWith('.test.ts'));
// In CI nothing may be pending: what a test needs is installed there.
module.exports = {
  ...(named ? {} : { spec: ['test/**/*.test.ts'] }),
  timeout: 60_000,
  forbidOnly: true,
  forbidPending: process.env.CI === 'true',
};
