// Who may import whom in the window?
import type { ImportRow } from "./import-row.ts";

const UI_PACKAGES = [
  "react",
  "react-dom",
  "react-dom/**",
  "radix-ui",
  "cmdk",
  "@tanstack/react-table",
  "@tanstack/react-virtual",
] as const;

export const RENDERER_ROWS: readonly ImportRow[] = [
  {
    row: "renderer client",
    files: ["src-renderer/client/**"],
    reason: "The client is the only place that knows oRPC and its transports; it draws nothing.",
    allow: ["./**", "#shared/**", "#renderer/client/**", "@orpc/client", "@orpc/client/**", "@orpc/contract"],
    breach: {
      file: "src-renderer/client/planted.ts",
      imports: ["#renderer/features/positions/panel.tsx", "react", "zustand"],
    },
  },
  {
    row: "renderer stores",
    files: ["src-renderer/stores/**"],
    reason: "Stores hold state and nothing else: testable without React, without a connection.",
    allow: ["./**", "#shared/**", "#renderer/stores/**", "zustand/vanilla"],
    breach: {
      file: "src-renderer/stores/planted.ts",
      imports: [
        "react",
        "zustand",
        "@orpc/client",
        "#renderer/client/connect.ts",
        "#renderer/features/positions/panel.tsx",
      ],
    },
  },
  {
    row: "renderer sync",
    files: ["src-renderer/sync/**"],
    reason: "Sync pours contract streams into stores; it draws nothing.",
    allow: ["./**", "#shared/**", "#renderer/client/**", "#renderer/stores/**", "#renderer/sync/**", "zustand/vanilla"],
    breach: {
      file: "src-renderer/sync/planted.ts",
      imports: ["#renderer/features/positions/panel.tsx", "react", "@orpc/client"],
    },
  },
  {
    row: "renderer hooks",
    files: ["src-renderer/hooks/**"],
    reason:
      "Hooks join React with the stores, the streams and the client's types for every feature; they draw nothing.",
    allow: [
      "./**",
      "#shared/**",
      "#renderer/client/**",
      "#renderer/hooks/**",
      "#renderer/stores/**",
      "#renderer/sync/**",
      "#renderer/lib/**",
      "react",
      "zustand",
    ],
    breach: {
      file: "src-renderer/hooks/planted.ts",
      imports: [
        "#renderer/features/positions/panel.tsx",
        "#renderer/components/button.tsx",
        "@orpc/client",
        "radix-ui",
      ],
    },
  },
  {
    row: "renderer features",
    files: ["src-renderer/features/**"],
    reason:
      "A feature folder is flat and stands alone: stores, client, components, charts and lib, never another feature.",
    allow: [
      "./**",
      "#shared/**",
      "#renderer/stores/**",
      "#renderer/client/**",
      "#renderer/hooks/**",
      "#renderer/components/**",
      "#renderer/charts/**",
      "#renderer/lib/**",
      "zustand",
      ...UI_PACKAGES,
    ],
    breach: {
      file: "src-renderer/features/positions/planted.tsx",
      imports: [
        "#renderer/features/rebalance/panel.tsx",
        "../rebalance/panel.tsx",
        "lightweight-charts",
        "@orpc/client",
        "node:fs",
      ],
    },
  },
  {
    row: "renderer components, lib",
    files: ["src-renderer/components/**", "src-renderer/lib/**"],
    reason: "Building blocks are fed by props: no store, no connection, so they render anywhere.",
    allow: ["./**", "#shared/domain/**", "#renderer/components/**", "#renderer/lib/**", ...UI_PACKAGES],
    breach: {
      file: "src-renderer/components/planted.tsx",
      imports: [
        "#renderer/stores/session.ts",
        "#renderer/client/connect.ts",
        "#shared/contract/errors.ts",
        "lightweight-charts",
      ],
    },
  },
  {
    row: "renderer charts",
    files: ["src-renderer/charts/**"],
    reason: "Charts are fed by props and are the only place that knows the chart library.",
    allow: [
      "./**",
      "#shared/domain/**",
      "#renderer/charts/**",
      "#renderer/components/**",
      "#renderer/lib/**",
      "lightweight-charts",
      "react",
      "react-dom",
    ],
    breach: {
      file: "src-renderer/charts/planted.tsx",
      imports: ["#renderer/stores/session.ts", "#renderer/client/connect.ts", "zustand"],
    },
  },
  {
    row: "renderer root",
    files: ["src-renderer/*.ts", "src-renderer/*.tsx"],
    reason: "The window is web content: it may join everything of the renderer and nothing that runs beside it.",
    deny: [
      "#engine/**",
      "#exchanges/**",
      "#platform/**",
      "#api/**",
      "#shells/**",
      "#workers/**",
      "#testing/**",
      "node:*",
      "electron",
      "ws",
    ],
    breach: {
      file: "src-renderer/planted.tsx",
      imports: ["#engine/kernel.ts", "node:fs", "electron", "../src-main/engine/kernel.ts"],
    },
  },
];
