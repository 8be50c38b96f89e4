// What does a panel say when there is nothing in it? One sentence and the button that changes it.
import type { ReactNode } from "react";

export interface EmptyStateProps {
  readonly children: ReactNode;
  /** The button that mends it. */
  readonly action?: ReactNode;
}

export function EmptyState({ children, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <p>{children}</p>
      {action === undefined ? null : <div className="row">{action}</div>}
    </div>
  );
}
