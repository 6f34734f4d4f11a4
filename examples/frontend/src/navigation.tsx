import { type MouseEvent, type ReactNode, useSyncExternalStore } from 'react';

function subscribe(changed: () => void): () => void {
  addEventListener('popstate', changed);
  return () => removeEventListener('popstate', changed);
}

/** The path of the page as it is now. */
export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);

function goTo(path: string): void {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
  scrollTo(0, 0);
}

/** What a template has for a path, `{ agent: 'iris' }`; undefined where the path is another's. */
export function parametersOf(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const found = new RegExp(`^${template.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(path);
  return found ? { ...found.groups } : undefined;
}

interface Props {
  readonly to: string;
  readonly children: ReactNode;
}

/** A link within the page; one that is to open elsewhere is the browser's. */
export function Link({ to, children }: Props): ReactNode {
  const isHere = usePath() === to;
  function follow(event: MouseEvent): void {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  }
  return (
    <a href={to} onClick={follow} aria-current={isHere ? 'page' : undefined}>
      {children}
    </a>
  );
}
