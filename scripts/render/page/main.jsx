import { createTheme, ThemeContext } from '@grafana/data';
import { GlobalStyles } from '@grafana/ui';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router-dom';
import { Dashboard } from './dashboard.jsx';

const theme = createTheme({ colors: { mode: 'dark' } });
document.body.style.background = theme.colors.background.canvas;
document.body.style.font = `${theme.typography.body.fontSize} ${theme.typography.fontFamily}`;
document.body.style.color = theme.colors.text.primary;

const asked = new URLSearchParams(location.search);
const dashboard = await (await fetch(`/dashboards/${asked.get('name')}.json`)).json();
const to = Date.now() / 1000 - 2;
const range = { from: to - Number(asked.get('seconds')), to, rate: asked.get('rate'), jobs: JSON.parse(asked.get('jobs') ?? '{}') };

createRoot(document.body.appendChild(document.createElement('div'))).render(
  <ThemeContext.Provider value={theme}>
    <GlobalStyles />
    <BrowserRouter>
      <Dashboard dashboard={dashboard} range={range} theme={theme} />
    </BrowserRouter>
  </ThemeContext.Provider>,
);
