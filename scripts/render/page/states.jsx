const colourOf = (theme, value) => theme.visualization.getColorByName(value >= 1 ? 'green' : 'red');

/** What the panel of Grafana draws, roughly: it is not published. */
export function States({ frames, width, height, range, theme }) {
  const line = Math.min(28, height / frames.length);
  const names = Math.min(220, width / 3);
  return (
    <div style={{ fontSize: 12, height, overflow: 'hidden' }}>
      {frames.map(({ fields: [time, value] }, at) => (
        <div key={at} style={{ display: 'flex', height: line, alignItems: 'center' }}>
          <span style={{ width: names, overflow: 'hidden', whiteSpace: 'nowrap' }}>{value.config.displayNameFromDS}</span>
          <span style={{ position: 'relative', flex: 1, height: line * 0.8 }}>
            {time.values.map((at_, index) => (
              <span
                key={at_}
                style={{
                  position: 'absolute',
                  height: '100%',
                  left: `${((at_ / 1000 - range.from) / (range.to - range.from)) * 100}%`,
                  width: `${(100 / 240) * 1.2}%`,
                  background: colourOf(theme, value.values[index]),
                }}
              />
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}
