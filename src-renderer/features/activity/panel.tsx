// What happened, and what do the books say of it? The log, the transactions and all that keeps the books right.
import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { PanelBody } from "#renderer/components/panel.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { type ActivityView, activityView, offeredViews, openActivityView } from "./activity-views.ts";
import { ExportMenu } from "./export-menu.tsx";
import { LogView } from "./log-view.tsx";
import "./activity.css";

// The log is what most people look for; the rest is fetched when it is looked at.
const VIEWS = {
  log: LogView,
  orders: lazy(async () => ({ default: (await import("./orders-view.tsx")).OrdersView })),
  fills: lazy(async () => ({ default: (await import("./fills-view.tsx")).FillsView })),
  quality: lazy(async () => ({ default: (await import("./quality-view.tsx")).QualityView })),
  recovery: lazy(async () => ({ default: (await import("./recovery-view.tsx")).RecoveryView })),
  transactions: lazy(async () => ({ default: (await import("./transactions-view.tsx")).TransactionsView })),
  disposals: lazy(async () => ({ default: (await import("./disposals-view.tsx")).DisposalsView })),
  reconciliation: lazy(async () => ({ default: (await import("./reconciliation-view.tsx")).ReconciliationView })),
  imports: lazy(async () => ({ default: (await import("./imports-view.tsx")).ImportsView })),
} as const satisfies Record<ActivityView, unknown>;

export function ActivityPanel() {
  const view = useStore(navigationStore, ({ parameters }) => activityView(parameters));
  const View = VIEWS[view];
  return (
    <>
      <ScreenHead title="Activity">
        <Segmented label="View" options={offeredViews(view)} value={view} onChange={openActivityView} />
        <ExportMenu />
      </ScreenHead>
      <Suspense
        fallback={
          <section className="panel" aria-label="Loading" aria-busy="true">
            <PanelBody>
              <SkeletonRows rows={12} rowHeight={32} />
            </PanelBody>
          </section>
        }
      >
        <View />
      </Suspense>
    </>
  );
}
