import type { ReactNode } from 'react';
import type { Answer } from './api.ts';
import { Boundary } from './boundary.tsx';

interface PanelProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page that fails by itself. */
export function Panel({ title, note, children }: PanelProps): ReactNode {
  return (
    <section className="panel">
      <header>
        <h2>{title}</h2>
        {note}
      </header>
      <Boundary>{children}</Boundary>
    </section>
  );
}

export function Failure({ error }: { readonly error: Error | undefined }): ReactNode {
  return error ? (
    <p role="alert" className="failure">
      {error.message}
    </p>
  ) : null;
}

interface AnsweredProps<T> {
  readonly answer: Answer<T>;
  readonly children: (value: T) => ReactNode;
}

/** What is shown of an answer, or that there is none, or none yet. */
export function Answered<T>({ answer: { value, error }, children }: AnsweredProps<T>): ReactNode {
  if (error) return <Failure error={error} />;
  return value === undefined ? <p className="waiting">Loading …</p> : children(value);
}
