/** The program by which pm2 runs an application in its fork mode: https://github.com/Unitech/pm2/blob/master/lib/ProcessContainerFork.js */
const container = /[/\\]pm2[/\\]lib[/\\]ProcessContainerFork\.js$/;

/**
 * The application's script, in a process that pm2 started in fork mode. It has a channel to pm2, and is a whole service nevertheless; what it
 * forks itself inherits the variable and has a program of its own.
 */
export const pm2Script = (program = '', { pm_exec_path: script } = process.env): string | undefined =>
  container.test(program) ? script : undefined;
