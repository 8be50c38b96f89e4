// How does a panel look whose content comes from elsewhere: grey shapes while it loads, the age of what is old, what was refused?
import type { ReactNode } from "react";
import type { EmptyStateProps } from "./empty-state.tsx";
import { ErrorState, type ErrorStateProps } from "./error-state.tsx";
import { type Loadable, LoadableView } from "./loadable-view.tsx";
import { Panel, PanelBody, type PanelProps } from "./panel.tsx";
import { SkeletonRows } from "./skeleton.tsx";
import { StaleChip } from "./stale-chip.tsx";

export interface LoadablePanelProps<Value>
  extends Pick<PanelProps, "title" | "meta" | "actions" | "foot" | "className"> {
  readonly data: Loadable<Value>;
  /** Of the grey shapes, and their height in px. */
  readonly rows: number;
  readonly rowHeight?: number;
  readonly empty: EmptyStateProps;
  /** Why something that was asked for here was refused; above what is shown. */
  readonly refusal?: ErrorStateProps | null;
  readonly children: (value: Value, isStale: boolean) => ReactNode;
}

export function LoadablePanel<Value>(props: LoadablePanelProps<Value>) {
  const { data, rows, rowHeight, empty, refusal = null, actions, children, ...panel } = props;
  return (
    <Panel
      {...panel}
      actions={
        <>
          {data.state === "stale" ? <StaleChip ageMs={data.ageMs} /> : null}
          {actions}
        </>
      }
    >
      {refusal === null ? null : (
        <div className="pb">
          <ErrorState {...refusal} />
        </div>
      )}
      <LoadableView
        data={data}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={rows} {...(rowHeight === undefined ? {} : { rowHeight })} />
          </PanelBody>
        }
        empty={empty}
      >
        {children}
      </LoadableView>
    </Panel>
  );
}
