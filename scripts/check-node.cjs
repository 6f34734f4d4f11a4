'use strict';
// Runs on whatever node is there: says what to do when it is too old for what comes next.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This needs Node 22.18 or newer, and this is ${process.versions.node}.\n` +
      'The development dependency "node" brings one, unless its install script did not run. Run:\n\n' +
      '  npm rebuild node\n\n' +
      'and if npm skipped it because scripts are off: npm rebuild --ignore-scripts=false node',
  );
  process.exit(1);
}
