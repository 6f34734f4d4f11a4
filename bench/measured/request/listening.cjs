'use strict';

/** Prints the port of a server, and the CPU time of the whole process, in microseconds, whenever it is asked; it ends with who asks. */
module.exports = function listening(server) {
  console.log(server.address().port);
  process.stdin.on('data', () => {
    const { user, system } = process.cpuUsage();
    console.log(user + system);
  });
  process.stdin.on('end', () => process.exit());
};
