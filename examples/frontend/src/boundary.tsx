import { recordError } from '@autonomica/metrics/browser';
import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error?: Error | undefined;
}

/** What throws while it is rendered takes no more than its own part of the page. React catches it, so it is recorded here. */
export class Boundary extends Component<Props, State> {
  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override state: State = {};

  override componentDidCatch(error: Error): void {
    recordError(error);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div role="alert" className="failure">
        <p>This part of the page failed. The rest goes on.</p>
        <button type="button" onClick={() => this.setState({ error: undefined })}>
          Show it again
        </button>
      </div>
    );
  }
}
