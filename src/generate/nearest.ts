/** How many letters have to be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, changed));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** Which of these names was probably meant: the nearest, if no more than a third of it is otherwise. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const [best] = names.map((each) => [each, distance(name, each)] as const).toSorted(([, a], [, b]) => a - b);
  return best !== undefined && best[1] <= Math.max(1, Math.floor(best[0].length / 3)) ? best[0] : undefined;
}

/** What is told of a name that does not exist: what was probably meant, or what there is. */
export function unknownName(name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  if (meant !== undefined) return `is unknown: did you mean ${meant}?`;
  return names.length > 0 ? `is unknown: there are ${names.join(', ')}` : 'is unknown: remove it';
}
