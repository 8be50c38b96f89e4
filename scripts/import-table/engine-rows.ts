// Who may import whom in the engine?
import type { ImportRow } from "./import-row.ts";

const ENGINE_AREAS = [
  "accounts",
  "alerts",
  "analyst",
  "arbitration",
  "audit",
  "backtest",
  "books",
  "execution",
  "health",
  "live",
  "market-data",
  "portfolio",
  "profiles",
  "rebalancing",
  "returns",
  "risk",
  "settings",
  "signals",
  "simulation",
  "tactics",
  "targets",
] as const;

const engineAreaRow = (area: string): ImportRow => ({
  row: `engine/${area}`,
  files: [`src-main/engine/${area}/**`],
  reason:
    "An engine area knows src-shared, ports, core and other areas' *-service, *-engine or pure files (compute-, plan-, books/csv); the machine, the venues and the shells are reached through ports only.",
  allow: [
    "./**",
    `#engine/${area}/**`,
    "#shared/**",
    "#engine/ports/**",
    "#engine/core/**",
    "#engine/**/*-service.ts",
    "#engine/**/*-engine.ts",
    "#engine/**/compute-*.ts",
    "#engine/**/plan-*.ts",
    "#engine/books/csv/*.ts",
    "@noble/hashes/**",
    "canonicalize",
  ],
  breach: {
    file: `src-main/engine/${area}/planted.ts`,
    imports: ["node:fs", "#platform/sqlite/database.ts", "electron", "ccxt", "../kernel.ts"],
  },
});

export const ENGINE_ROWS: readonly ImportRow[] = [
  {
    row: "engine/kernel",
    files: ["src-main/engine/*.ts"],
    reason: "The kernel joins the engine's areas; like them it reaches the outside through ports only.",
    allow: ["./**", "#shared/**", "#engine/**"],
    breach: {
      file: "src-main/engine/planted.ts",
      imports: ["#platform/sqlite/database.ts", "ws", "#shells/compose.ts"],
    },
  },
  {
    row: "engine/ports, engine/core",
    files: ["src-main/engine/ports/**", "src-main/engine/core/**"],
    reason: "Ports and core lie under every engine area, so they may know none of them.",
    allow: ["./**", "#shared/**", "#engine/ports/**", "#engine/core/**"],
    breach: {
      file: "src-main/engine/ports/planted.ts",
      imports: ["#engine/execution/execution-engine.ts", "node:events", "../risk/risk-engine.ts"],
    },
  },
  ...ENGINE_AREAS.map(engineAreaRow),
  {
    row: "engine compute-/plan- files",
    files: ["src-main/engine/**/compute-*.ts", "src-main/engine/**/plan-*.ts"],
    reason:
      "Numbers a person sees or trades on come from pure files: domain words and other pure files in, values out.",
    allow: [
      "#shared/domain/**",
      "./**/compute-*.ts",
      "./**/plan-*.ts",
      "#engine/**/compute-*.ts",
      "#engine/**/plan-*.ts",
      "@noble/hashes/**",
      "canonicalize",
    ],
    breach: {
      file: "src-main/engine/portfolio/compute-planted.ts",
      imports: [
        "#engine/ports/clock.ts",
        "#engine/core/event-bus.ts",
        "#shared/contract/errors.ts",
        "./portfolio-service.ts",
      ],
    },
  },
  {
    row: "engine/books/csv",
    files: ["src-main/engine/books/csv/**"],
    reason: "Files of the books are read and written by pure functions: text or bytes in, entries and problems out.",
    allow: ["./**", "#engine/books/csv/**", "#shared/domain/**", "#engine/**/compute-*.ts"],
    breach: {
      file: "src-main/engine/books/csv/planted.ts",
      imports: [
        "#engine/ports/clock.ts",
        "#engine/portfolio/portfolio-service.ts",
        "node:fs",
        "#shared/contract/errors.ts",
      ],
    },
  },
  {
    row: "engine/profiles/import/yaml-*.ts",
    files: ["src-main/engine/profiles/import/yaml-*.ts"],
    reason: "The two places that know the YAML library: what they read and write is plain text and plain values.",
    allow: ["./**", "#engine/profiles/profile-life.ts", "#shared/domain/**", "yaml"],
    breach: {
      file: "src-main/engine/profiles/import/yaml-planted.ts",
      imports: ["node:fs", "#engine/ports/clock.ts", "#engine/profiles/profile-registry.ts"],
    },
  },
  {
    row: "engine/rebalancing/triggers/cron-*.ts",
    files: ["src-main/engine/rebalancing/triggers/cron-*.ts"],
    reason:
      "The one place that knows the parser of cron lines; it is asked for dates only, its own timers are never used.",
    allow: ["#shared/domain/**", "#engine/core/**", "croner"],
    breach: {
      file: "src-main/engine/rebalancing/triggers/cron-planted.ts",
      imports: ["node:fs", "#engine/ports/clock.ts", "./registry.ts"],
    },
  },
];
