// How does history come in: read from the venues, or from files they give? And how does it leave again?
import { BatchesPanel } from "./batches-panel.tsx";
import { CoveragePanel } from "./coverage-panel.tsx";
import { ImportPanel } from "./import-panel.tsx";

export function ImportsView() {
  return (
    <div className="imports-grid">
      <ImportPanel />
      <CoveragePanel />
      <BatchesPanel />
    </div>
  );
}
