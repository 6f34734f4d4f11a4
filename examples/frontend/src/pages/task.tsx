import { type ReactNode, useState } from 'react';
import { useAction } from '../action.ts';
import { ask, type Task, useAnswer } from '../api.ts';
import { Link } from '../navigation.tsx';
import { Answered, Failure, Panel } from '../panel.tsx';

/** The agent takes its time, and does not always succeed. */
function Run({ path }: { readonly path: string }): ReactNode {
  const [text, setText] = useState<string>();
  const { act, isUnderWay, error } = useAction('run', async () => {
    const done = await ask<Task>(`${path}/runs`, { method: 'POST' });
    setText(done.text ?? '');
  });
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
  return (
    <>
      <p className="back">
        <Link to="/">← All tasks</Link>
      </p>
      <h1>{answer.value?.goal ?? 'Task'}</h1>
      <Panel title="Details">
        <Answered answer={answer}>{(found) => <Facts {...found} />}</Answered>
      </Panel>
      <Panel title="Run">
        <Run path={path} />
      </Panel>
    </>
  );
}
