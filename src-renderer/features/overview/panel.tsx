// What is it worth, what is off target, what is proposed, and is all well?
import { AllocationPanel } from "./allocation-panel.tsx";
import { DriftPanel } from "./drift-panel.tsx";
import { HoldingsPanel } from "./holdings-panel.tsx";
import { RecentPanel } from "./recent-panel.tsx";
import { SuggestionsPanel } from "./suggestions-panel.tsx";
import { ValuePanel } from "./value-panel.tsx";
import { VenuesPanel } from "./venues-panel.tsx";
import "./overview.css";

export function OverviewPanel() {
  return (
    <>
      <h1 className="sr">Overview</h1>
      <div className="over-grid">
        <ValuePanel />
        <AllocationPanel />
        <DriftPanel />
        <SuggestionsPanel />
        <HoldingsPanel />
        <VenuesPanel />
        <RecentPanel />
      </div>
    </>
  );
}
