import { useEffect, useState } from 'react';

export interface Task {
  readonly id: string;
  readonly agent: string;
  readonly goal: string;
  readonly state: string;
  /** What the last run said. */
  readonly text?: string;
}

export interface Agent {
  readonly id: string;
  readonly model: string;
}

export interface Usage {
  readonly tokens: number;
}

/** Asks the platform's API; its client for browsers measures the call, which knows nothing of it. */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, init);
  if (!response.ok) throw new Error(`The API answered ${response.status}`);
  return (await response.json()) as T;
}

export interface Answer<T> {
  readonly value?: T;
  readonly error?: Error;
}

/** What the API answers, once it has; the answer to another question is never shown. */
export function useAnswer<T>(path: string, authorization = ''): Answer<T> {
  const question = `${path} ${authorization}`;
  const [{ of, ...answer }, setAnswer] = useState<Answer<T> & { readonly of: string }>({ of: '' });
  useEffect(() => {
    const left = new AbortController();
    const { signal } = left;
    ask<T>(path, { signal, headers: authorization === '' ? {} : { authorization } }).then(
      (value) => setAnswer({ of: question, value }),
      (error: Error) => {
        if (!signal.aborted) setAnswer({ of: question, error });
      },
    );
    return () => left.abort();
  }, [path, authorization, question]);
  return of === question ? answer : {};
}
