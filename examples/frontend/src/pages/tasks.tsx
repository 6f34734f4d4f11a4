import { recordUserAction } from '@autonomica/metrics/browser';
import { type ReactNode, useState } from 'react';
import { type Agent, type Task, useAnswer } from '../api.ts';
import { Link } from '../navigation.tsx';
import { Answered, Panel } from '../panel.tsx';

function Row({ id, agent, goal, state }: Task): ReactNode {
  return (
    <tr>
      <td className="number">{id.slice(0, 8)}</td>
      <td>
        <Link to={`/tasks/${agent}/${id}`}>{goal}</Link>
      </td>
      <td>
        <span className={`state ${state}`}>{state}</span>
      </td>
    </tr>
  );
}

const newest = (tasks: readonly Task[]): readonly Task[] => tasks.slice(-12).toReversed();

function TasksOf({ agent }: { readonly agent: string }): ReactNode {
  const answer = useAnswer<readonly Task[]>(`/agents/${agent}/tasks`);
  return (
    <Answered answer={answer}>
      {(tasks) => (
        <table>
          <thead>
            <tr>
              <th className="number">Task</th>
              <th>Goal</th>
              <th>State</th>
            </tr>
          </thead>
          <tbody>
            {newest(tasks).map((task) => (
              <Row key={task.id} {...task} />
            ))}
          </tbody>
        </table>
      )}
    </Answered>
  );
}

function Model({ agent }: { readonly agent: string }): ReactNode {
  const { value } = useAnswer<Agent>(`/agents/${agent}`);
  return value ? <span className="note">thinks by the model “{value.model}”</span> : null;
}

function Agents({ agents }: { readonly agents: readonly string[] }): ReactNode {
  const [agent = '', setAgent] = useState(agents[0]);
  function choose(id: string): void {
    recordUserAction('choose-agent');
    setAgent(id);
  }
  return (
    <>
      <div className="choices" role="group" aria-label="Agent">
        {agents.map((id) => (
          <button type="button" key={id} aria-pressed={id === agent} onClick={() => choose(id)}>
            {id}
          </button>
        ))}
      </div>
      <Panel title={`Tasks of ${agent}`} note={<Model agent={agent} />}>
        <TasksOf agent={agent} />
      </Panel>
    </>
  );
}

export function TasksPage(): ReactNode {
  const agents = useAnswer<readonly string[]>('/agents');
  return (
    <>
      <h1>Tasks</h1>
      <Answered answer={agents}>{(ids) => <Agents agents={ids} />}</Answered>
    </>
  );
}
