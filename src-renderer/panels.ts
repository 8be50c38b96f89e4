// Which screens does the window have? One line each; a screen appears when what it shows exists.
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { IconName } from "./components/icon.tsx";

export interface PanelEntry {
  /** First part of the address and the id in the rail. */
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  /** Second key of its shortcut: `G` then this letter. */
  readonly key: string;
  readonly view: LazyExoticComponent<ComponentType>;
  readonly startsGroup?: boolean;
  /** Pages without a rail entry belong to the entry named here. */
  readonly under?: string;
}

export const PANELS: readonly PanelEntry[] = [
  { id: "overview", label: "Overview", icon: "overview", key: "o", view: lazy(async () => ({ default: (await import("./features/overview/panel.tsx")).OverviewPanel })) },
  { id: "positions", label: "Positions", icon: "positions", key: "p", view: lazy(async () => ({ default: (await import("./features/positions/panel.tsx")).PositionsPanel })) },
  { id: "rebalance", label: "Rebalance", icon: "rebalance", key: "r", view: lazy(async () => ({ default: (await import("./features/rebalance/panel.tsx")).RebalancePanel })) },
  { id: "markets", label: "Markets", icon: "markets", key: "m", view: lazy(async () => ({ default: (await import("./features/markets/panel.tsx")).MarketsPanel })) },
  { id: "signals", label: "Signals", icon: "signals", key: "s", view: lazy(async () => ({ default: (await import("./features/signals/panel.tsx")).SignalsPanel })) },
  { id: "activity", label: "Activity", icon: "activity", key: "a", startsGroup: true, view: lazy(async () => ({ default: (await import("./features/activity/panel.tsx")).ActivityPanel })) },
  { id: "settings", label: "Settings", icon: "settings", key: "e", view: lazy(async () => ({ default: (await import("./features/settings/panel.tsx")).SettingsPanel })) },
  { id: "profiles", label: "Profiles", icon: "settings", key: "f", under: "settings", view: lazy(async () => ({ default: (await import("./features/profiles/panel.tsx")).ProfilesPanel })) },
];
