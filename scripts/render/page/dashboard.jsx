import { Panel } from './panel.jsx';

const cell = { width: innerWidth / 24, height: 38 };

/** Where Grafana puts it: a grid of 24 columns, of lines of 30 pixels and a gap of 8. */
const placeOf = ({ x, y, w, h }) => ({
  position: 'absolute',
  left: x * cell.width + 4,
  top: y * cell.height + 4,
  width: w * cell.width - 8,
  height: h * cell.height - 8,
});

function Row({ row, theme }) {
  return (
    <div style={{ ...placeOf(row.gridPos), lineHeight: '30px', fontWeight: 500 }}>
      {row.collapsed ? '▸' : '▾'} {row.title}{' '}
      {row.collapsed && <span style={{ color: theme.colors.text.secondary }}>({row.panels.length} panels)</span>}
    </div>
  );
}

/** As it is seen first: what is folded stays so, unless `open` is asked for. */
export function Dashboard({ dashboard, range, theme }) {
  const open = new URLSearchParams(location.search).has('open');
  const panels = dashboard.panels.flatMap((panel) =>
    open && panel.collapsed ? [{ ...panel, collapsed: false }, ...panel.panels] : [panel],
  );
  const height = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h)) * cell.height;
  return (
    <div style={{ position: 'relative', height }}>
      {panels.map((panel) =>
        panel.type === 'row' ? (
          <Row key={panel.id} row={panel} theme={theme} />
        ) : (
          <div key={panel.id} style={placeOf(panel.gridPos)}>
            <Panel panel={panel} variables={dashboard.templating.list} range={range} theme={theme} />
          </div>
        ),
      )}
    </div>
  );
}
