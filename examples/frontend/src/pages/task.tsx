import { type ReactNode, useState } from 'react';
import { useAction } from '../action.ts';
import { ask, type Task, useAnswer } from '../api.ts';
import { Link } from '../navigation.tsx';
import { Answered, Failure, Panel } from '../panel.tsx';

interface RunProps {
  readonly path: string;
  /** What the last run said. */
  readonly text: string | undefined;
  readonly onDone: (task: Task) => void;
}

/** The agent takes its time, and does not always succeed. */
function Run({ path, text, onDone }: RunProps): ReactNode {
  const { act, isUnderWay, error } = useAction('run', async () => onDone(await ask<Task>(`${path}/runs`, { method: 'POST' })));
  return (
    <>
      <button type="button" className="main" disabled={isUnderWay} onClick={act}>
        {isUnderWay ? 'The agent is at work …' : 'Run it now'}
      </button>
      <Failure error={error} />
      {text === undefined || isUnderWay || error ? null : <blockquote>{text}</blockquote>}
    </>
  );
}

function Facts({ agent, id, state }: Task): ReactNode {
  return (
    <dl>
      <dt>Agent</dt>
      <dd>{agent}</dd>
      <dt>Task</dt>
      <dd>{id}</dd>
      <dt>State</dt>
      <dd>
        <span className={`state ${state}`}>{state}</span>
      </dd>
    </dl>
  );
}

interface Props {
  readonly agent: string;
  readonly task: string;
}

export function TaskPage({ agent, task }: Props): ReactNode {
  const path = `/agents/${agent}/tasks/${task}`;
  const answer = useAnswer<Task>(path);
  const [done, setDone] = useState<Task>();
  return (
    <>
      <p className="back">
        <Link to="/">← All tasks</Link>
      </p>
      <h1>{answer.value?.goal ?? 'Task'}</h1>
      <Panel title="Details">
        <Answered answer={answer}>{(found) => <Facts {...(done ?? found)} />}</Answered>
      </Panel>
      <Panel title="Run">
        <Run path={path} text={done?.text} onDone={setDone} />
      </Panel>
    </>
  );
}
