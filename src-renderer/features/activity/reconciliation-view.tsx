// Where do venues and books disagree, what can the books not explain, and what can be done about it?
import { GapsPanel } from "./gaps-panel.tsx";
import { ReconciliationPanel } from "./reconciliation-panel.tsx";
import { SnapshotsPanel } from "./snapshots-panel.tsx";

export function ReconciliationView() {
  return (
    <div className="reconciliation-grid">
      <ReconciliationPanel />
      <GapsPanel />
      <SnapshotsPanel />
    </div>
  );
}
