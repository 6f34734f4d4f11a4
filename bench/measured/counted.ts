/** What all series of a metric come to, or those of them that have a label. @param name how their lines begin */
export function totalOf(text: string, name: RegExp, label = ''): number {
  const lines = text.split('\n').filter((line) => name.test(line) && line.includes(label));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** @throws where a contender did not measure what it was measured doing */
export function mustEqual(what: string, counted: number, done: number): void {
  if (counted !== done) throw new Error(`${counted} ${what} counted instead of ${done}`);
}

/** What is shown at a port of this machine. */
export const shownAt = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
