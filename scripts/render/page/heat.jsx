/** What the panel of Grafana draws, roughly: it is not published. */
export function Heat({ frames, width, height, range }) {
  const sorted = frames.toSorted((a, b) => bound(a) - bound(b));
  const line = height / sorted.length;
  const cells = sorted.flatMap((frame, row) => {
    const below = new Map(row === 0 ? [] : sorted[row - 1].fields[0].values.map((at, i) => [at, sorted[row - 1].fields[1].values[i]]));
    const [{ values: times }, { values }] = frame.fields;
    return times.map((at, i) => ({ at, row, many: values[i] - (below.get(at) ?? 0) }));
  });
  const most = Math.max(...cells.map(({ many }) => many));
  return (
    <svg width={width} height={height}>
      {cells.map(({ at, row, many }) => (
        <rect
          key={`${at} ${row}`}
          x={40 + ((at / 1000 - range.from) / (range.to - range.from)) * (width - 40)}
          y={height - (row + 1) * line}
          width={(width / 240) * 1.1}
          height={line - 1}
          fill="#5794f2"
          opacity={Math.sqrt(many / most)}
        />
      ))}
      {sorted.map((frame, row) => (
        <text key={row} x={0} y={height - row * line - 2} fill="#aaa" fontSize={10}>
          {frame.fields[1].labels.le}
        </text>
      ))}
    </svg>
  );
}

const bound = ({ fields: [, { labels }] }) => (labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le));
