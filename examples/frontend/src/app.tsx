import type { ReactNode } from 'react';
import { Link, parametersOf, usePath } from './navigation.tsx';
import { SettingsPage } from './pages/settings.tsx';
import { TaskPage } from './pages/task.tsx';
import { TasksPage } from './pages/tasks.tsx';

function Page(): ReactNode {
  const path = usePath();
  const { agent, task } = parametersOf('/tasks/:agent/:task', path) ?? {};
  if (agent !== undefined && task !== undefined) return <TaskPage key={path} agent={agent} task={task} />;
  return path === '/settings' ? <SettingsPage /> : <TasksPage />;
}

export function App(): ReactNode {
  return (
    <>
      <header className="bar">
        <strong>Autonomica</strong>
        <nav>
          <Link to="/">Tasks</Link>
          <Link to="/settings">Settings</Link>
        </nav>
      </header>
      <main>
        <Page />
      </main>
      <footer>
        This page is measured by <code>@autonomica/metrics/browser</code>; what it sees is sent to the API and is in its{' '}
        <code>/metrics</code> as <code>autonomica_frontend_*</code>.
      </footer>
    </>
  );
}
