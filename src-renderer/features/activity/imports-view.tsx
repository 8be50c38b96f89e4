// How does history come in: read from the venues, or from files they give?
import { CoveragePanel } from "./coverage-panel.tsx";
import { ImportPanel } from "./import-panel.tsx";

export function ImportsView() {
  return (
    <div className="imports-grid">
      <ImportPanel />
      <CoveragePanel />
    </div>
  );
}
