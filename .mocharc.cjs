'use strict';
// In CI nothing may be pending: what a test needs is installed there.
module.exports = { spec: ['test/**/*.test.ts'], timeout: 60_000, forbidOnly: true, forbidPending: process.env.CI === 'true' };
