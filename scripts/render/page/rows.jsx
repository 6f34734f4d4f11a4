/** A table as plain as it can be: which columns there are, and what stands in them. */
export function Rows({ panel, frames, theme }) {
  const columns = Object.entries(panel.transformations.find(({ id }) => id === 'organize').options.renameByName);
  const colours =
    panel.fieldConfig?.overrides.flatMap(({ properties }) => properties.find(({ id }) => id === 'mappings')?.value ?? []) ?? [];
  const colourOf = (value) => colours.map(({ options }) => options[value]?.color).find(Boolean);
  return (
    <table style={{ width: '100%', borderCollapse: 'collapse', textAlign: 'left', fontSize: 13 }}>
      <thead>
        <tr>
          {columns.map(([label, head]) => (
            <th key={label} style={{ padding: 4, color: theme.colors.text.link }}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {frames.map((row, at) => (
          <tr key={at} style={{ borderTop: `1px solid ${theme.colors.border.weak}` }}>
            {columns.map(([label]) => (
              <td
                key={label}
                style={{ padding: 4, color: colourOf(row[label]) && theme.visualization.getColorByName(colourOf(row[label])) }}
              >
                {row[label]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
