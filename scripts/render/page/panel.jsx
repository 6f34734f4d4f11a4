import { applyFieldOverrides, getFieldDisplayValues } from '@grafana/data';
import { BigValue, PanelChrome } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { Heat } from './heat.jsx';
import { ask } from './query.js';
import { Rows } from './rows.jsx';
import { Series } from './series.jsx';
import { States } from './states.jsx';

/** The registry of overrides is not published: colours by name are all that these dashboards need of it. */
function coloured(frames, overrides = []) {
  for (const { fields } of frames)
    for (const field of fields) {
      const override = overrides.find(({ matcher }) => matcher.id === 'byName' && matcher.options === field.config.displayNameFromDS);
      for (const { id, value } of override?.properties ?? []) field.config[id] = value;
    }
  return frames;
}

function prepared(panel, answer, theme) {
  const { defaults = {}, overrides } = panel.fieldConfig ?? {};
  const frames = coloured(answer, overrides);
  return applyFieldOverrides({
    data: frames,
    fieldConfig: { defaults, overrides: [] },
    replaceVariables: (text) => text,
    theme,
    timeZone: 'utc',
  });
}

function Numbers({ panel, frames, width, height, theme }) {
  const { reduceOptions } = panel.options;
  const shown = { fieldConfig: panel.fieldConfig, reduceOptions, replaceVariables: (text) => text, theme, data: frames, sparkline: true };
  const values = getFieldDisplayValues({ ...shown, timeZone: 'utc' });
  return (
    <div style={{ display: 'flex' }}>
      {values.map(({ display, sparkline }, at) => (
        <BigValue
          key={at}
          width={width / values.length}
          height={height - 8}
          value={panel.options.textMode === 'auto' ? { ...display, title: undefined } : display}
          sparkline={sparkline}
          theme={theme}
          colorMode={panel.options.colorMode}
          graphMode={panel.options.graphMode}
          textMode={panel.options.textMode}
          justifyMode="auto"
        />
      ))}
    </div>
  );
}

const kinds = { timeseries: Series, stat: Numbers, table: Rows, heatmap: Heat, 'state-timeline': States };

export function Panel({ panel, variables, range, theme }) {
  const [{ state, answer, error }, set] = useState({ state: 'loading' });
  useEffect(() => {
    ask(panel, variables, range).then(
      (given) => set({ state: given.length > 0 ? 'data' : 'none', answer: given }),
      (cause) => set({ state: 'error', error: cause.message }),
    );
  }, [panel, variables, range]);
  const { w, h } = panel.gridPos;
  const [width, height] = [(w * innerWidth) / 24 - 8, h * 38 - 8];
  const Kind = kinds[panel.type];
  return (
    <div data-state={state} data-panel={panel.title}>
      <PanelChrome title={panel.title} description={panel.description} width={width} height={height}>
        {(innerWidth_, innerHeight_) => {
          if (state !== 'data')
            return (
              <div style={{ height: innerHeight_, display: 'grid', placeItems: 'center', color: theme.colors.text.secondary }}>
                {error ?? panel.fieldConfig?.defaults.noValue ?? 'No data'}
              </div>
            );
          const frames = panel.type === 'table' ? answer : prepared(panel, answer, theme);
          return <Kind panel={panel} frames={frames} width={innerWidth_} height={innerHeight_} range={range} theme={theme} />;
        }}
      </PanelChrome>
    </div>
  );
}
