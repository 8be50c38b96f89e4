// Which strategies speak for this profile and how loudly, and what do they say of each market?
import { useState } from "react";
import { useStore } from "zustand";
import { Segmented } from "#renderer/components/segmented.tsx";
import { hashOf, navigationStore } from "#renderer/stores/navigation-store.ts";
import { MarketsView } from "./markets-view.tsx";
import { NO_DRAFT, SettingsView } from "./settings-view.tsx";
import "./strategies.css";

const VIEWS = [
  { value: "settings", label: "Settings" },
  { value: "markets", label: "Markets" },
] as const;
type View = (typeof VIEWS)[number]["value"];

const SCREEN = "strategies";

/** `#/strategies`, `#/strategies/markets`, `#/strategies/markets/BTC%2FUSD`. */
export function StrategiesPanel() {
  const [view, symbol] = useStore(navigationStore, (state) => state.parameters);
  const [draft, setDraft] = useState(NO_DRAFT);
  const open: View = view === "markets" ? "markets" : "settings";
  const views = (
    <Segmented
      label="View"
      options={VIEWS}
      value={open}
      onChange={(next) => {
        location.hash = next === "markets" ? hashOf(SCREEN, next) : hashOf(SCREEN);
      }}
    />
  );
  if (open === "settings") return <SettingsView views={views} draft={draft} onDraft={setDraft} />;
  return (
    <MarketsView
      views={views}
      symbol={symbol}
      onSymbol={(next) => {
        location.hash = hashOf(SCREEN, "markets", next);
      }}
    />
  );
}
