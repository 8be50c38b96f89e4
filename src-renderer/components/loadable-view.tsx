// In which of its five states is a panel: loading, empty, live, stale, error?
import { type ReactNode, useEffect, useState } from "react";
import { EmptyState, type EmptyStateProps } from "./empty-state.tsx";
import { ErrorState, type ErrorStateProps } from "./error-state.tsx";

export type Loadable<Value> =
  | { readonly state: "loading" }
  | { readonly state: "empty" }
  | { readonly state: "live"; readonly value: Value }
  /** The last values, kept on screen and greyed. Put a StaleChip with the age into the panel's head. */
  | { readonly state: "stale"; readonly value: Value; readonly ageMs: number }
  | { readonly state: "error"; readonly error: ErrorStateProps };

export interface LoadableViewProps<Value> {
  readonly data: Loadable<Value>;
  /** Grey shapes in the final size; shown only when loading takes longer than 150 ms. */
  readonly skeleton: ReactNode;
  readonly empty: EmptyStateProps;
  readonly children: (value: Value, isStale: boolean) => ReactNode;
}

/** A shorter wait shows nothing at all: a flash of grey would only unsettle. */
export const SKELETON_DELAY_MS = 150;

export function LoadableView<Value>({ data, skeleton, empty, children }: LoadableViewProps<Value>) {
  switch (data.state) {
    case "loading":
      return <Delayed>{skeleton}</Delayed>;
    case "empty":
      return <EmptyState {...empty} />;
    case "error":
      return <ErrorState {...data.error} />;
    case "live":
      return <>{children(data.value, false)}</>;
    case "stale":
      return (
        <div className="stale-content col grow" style={{ minHeight: 0 }}>
          {children(data.value, true)}
        </div>
      );
  }
}

function Delayed({ children }: { readonly children: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), SKELETON_DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true" className="col grow">
      <span className="sr" role="status">
        {due ? "Loading" : ""}
      </span>
      {due ? children : null}
    </div>
  );
}
