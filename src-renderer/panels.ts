// Which screens does the window have? One line each; a screen appears when what it shows exists.
import { lazy } from "react";
import type { FramePanel } from "./features/frame/frame-panel.ts";

const SCREENS: readonly Omit<FramePanel, "view">[] = [
  {
    id: "overview",
    label: "Overview",
    icon: "overview",
    key: "o",
    load: async () => ({ default: (await import("./features/overview/panel.tsx")).OverviewPanel }),
  },
  {
    id: "positions",
    label: "Positions",
    icon: "positions",
    key: "p",
    load: async () => ({ default: (await import("./features/positions/panel.tsx")).PositionsPanel }),
  },
  {
    id: "performance",
    label: "Performance",
    icon: "overview",
    key: "b",
    under: "overview",
    load: async () => ({ default: (await import("./features/books/panel.tsx")).PerformancePanel }),
  },
  {
    id: "rebalance",
    label: "Rebalance",
    icon: "rebalance",
    key: "r",
    load: async () => ({ default: (await import("./features/rebalance/panel.tsx")).RebalancePanel }),
  },
  {
    id: "markets",
    label: "Markets",
    icon: "markets",
    key: "m",
    load: async () => ({ default: (await import("./features/markets/panel.tsx")).MarketsPanel }),
  },
  {
    id: "signals",
    label: "Signals",
    icon: "signals",
    key: "s",
    load: async () => ({ default: (await import("./features/signals/panel.tsx")).SignalsPanel }),
  },
  {
    id: "strategies",
    label: "Strategies",
    icon: "strategies",
    key: "t",
    load: async () => ({ default: (await import("./features/strategies/panel.tsx")).StrategiesPanel }),
  },
  {
    id: "activity",
    label: "Activity",
    icon: "activity",
    key: "a",
    startsGroup: true,
    load: async () => ({ default: (await import("./features/activity/panel.tsx")).ActivityPanel }),
  },
  {
    id: "settings",
    label: "Settings",
    icon: "settings",
    key: "e",
    load: async () => ({ default: (await import("./features/settings/panel.tsx")).SettingsPanel }),
  },
  {
    id: "profiles",
    label: "Profiles",
    icon: "settings",
    key: "f",
    under: "settings",
    load: async () => ({ default: (await import("./features/profiles/panel.tsx")).ProfilesPanel }),
  },
  {
    id: "feeds",
    label: "Price feeds",
    icon: "markets",
    key: "d",
    under: "settings",
    ofProgram: true,
    load: async () => ({ default: (await import("./features/feeds/panel.tsx")).FeedsPanel }),
  },
  {
    id: "accounts",
    label: "Accounts",
    icon: "key",
    key: "k",
    under: "settings",
    ofProgram: true,
    load: async () => ({ default: (await import("./features/accounts/panel.tsx")).AccountsPanel }),
  },
  {
    id: "connect",
    label: "Connect an exchange",
    icon: "link",
    key: "c",
    under: "settings",
    ofProgram: true,
    load: async () => ({ default: (await import("./features/connect/panel.tsx")).ConnectPanel }),
  },
];

export const PANELS: readonly FramePanel[] = SCREENS.map((screen) => ({ ...screen, view: lazy(screen.load) }));
