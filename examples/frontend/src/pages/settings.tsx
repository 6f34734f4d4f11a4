import { recordUserAction } from '@autonomica/metrics/browser';
import { type ReactNode, useState } from 'react';
import { useAnswer, type Usage } from '../api.ts';
import { Answered, Panel } from '../panel.tsx';

const themes = ['light dark', 'light', 'dark'];

function Theme(): ReactNode {
  const [theme, setTheme] = useState(document.documentElement.style.colorScheme || themes[0]);
  function choose(name: string): void {
    recordUserAction('theme');
    document.documentElement.style.colorScheme = name;
    setTheme(name);
  }
  return (
    <div className="choices" role="group" aria-label="Theme">
      {themes.map((name) => (
        <button type="button" key={name} aria-pressed={name === theme} onClick={() => choose(name)}>
          {name === 'light dark' ? 'system' : name}
        </button>
      ))}
    </div>
  );
}

/** Who has not signed in is refused. */
function Account(): ReactNode {
  const [authorization, setAuthorization] = useState('');
  const answer = useAnswer<Usage>('/account/usage', authorization);
  function signIn(): void {
    recordUserAction('sign-in', { outcome: 'ok' });
    setAuthorization('Bearer demo');
  }
  return (
    <>
      <Answered answer={answer}>
        {({ tokens }) => (
          <p>
            <strong className="figure">{tokens.toLocaleString('en')}</strong> tokens this month
          </p>
        )}
      </Answered>
      {authorization === '' ? (
        <button type="button" className="main" onClick={signIn}>
          Sign in
        </button>
      ) : null}
    </>
  );
}

/** Costs that have not come: whoever reads them throws. */
function Costs({ costs }: { readonly costs?: readonly number[] }): ReactNode {
  const total = (costs as readonly number[]).reduce((sum, cost) => sum + cost, 0);
  return <p>{total}</p>;
}

function Failing(): ReactNode {
  const [isShown, setShown] = useState(false);
  if (isShown) return <Costs />;
  return (
    <div className="choices">
      <button type="button" onClick={() => setShown(true)}>
        Throw while rendering
      </button>
      <button
        type="button"
        onClick={() => {
          throw new RangeError('a click that nothing catches');
        }}
      >
        Throw in a click
      </button>
    </div>
  );
}

export function SettingsPage(): ReactNode {
  return (
    <>
      <h1>Settings</h1>
      <Panel title="Theme">
        <Theme />
      </Panel>
      <Panel title="Usage">
        <Account />
      </Panel>
      <Panel title="Errors" note={<span className="note">to see what becomes of them</span>}>
        <Failing />
      </Panel>
    </>
  );
}
