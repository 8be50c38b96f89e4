// What if drawing a panel fails? The rest of the window lives on, and the panel says what it means and offers a retry.
import { Component, type ErrorInfo, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { ErrorState } from "./error-state.tsx";

export interface ErrorBoundaryProps {
  /** What could not be shown: "The positions". */
  readonly what: string;
  readonly onError?: (error: unknown, componentStack: string) => void;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly failed: boolean;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override readonly state: ErrorBoundaryState = { failed: false };

  static getDerivedStateFromError(): ErrorBoundaryState {
    return { failed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.props.onError?.(error, info.componentStack ?? "");
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <ErrorState
        happened={`${this.props.what} could not be drawn.`}
        meaning="Only this view is affected: orders, plans and records go on as before."
        next="Try again, or restart the window."
        actions={<Button onClick={() => this.setState({ failed: false })}>Try again</Button>}
      />
    );
  }
}
