/** How many sample lines of the benchmark's own metrics a text has. */
const linesIn = (text: string): number => text.split('\n').filter((line) => line.startsWith('bench_')).length;

/** @throws where a contender left lines out: what it did is not what the others did */
export function expectLines(text: string, lines: number): void {
  const found = linesIn(text);
  if (found !== lines) throw new Error(`${found} lines instead of ${lines}`);
}
