// Who may import whom, and why? One row per folder of the tree; biome.json's overrides are generated from here.
// `allow` rows list everything a folder may import; `deny` rows list what it must never import. Both are
// gitignore-style patterns over the import text. Every row carries breaches: imports that must be caught.

export interface ImportRow {
  readonly row: string;
  readonly files: readonly string[];
  readonly reason: string;
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  /** A file this row governs, and import texts in it that must be refused. */
  readonly breach: { readonly file: string; readonly imports: readonly string[] };
}

const ESCAPES = ["../**", "./../**"] as const;
const UI_PACKAGES = [
  "react",
  "react-dom",
  "react-dom/**",
  "radix-ui",
  "lucide-react",
  "cmdk",
  "@tanstack/react-table",
  "@tanstack/react-virtual",
] as const;

const ENGINE_AREAS = [
  "alerts",
  "analyst",
  "arbitration",
  "audit",
  "backtest",
  "execution",
  "market-data",
  "portfolio",
  "profiles",
  "rebalancing",
  "risk",
  "signals",
  "simulation",
  "tactics",
] as const;

const EXCHANGES = ["binance", "coinbase", "kraken"] as const;

/** A platform folder owns exactly one driver, so replacing the driver touches one folder. */
const PLATFORM_DRIVERS: Readonly<Record<string, readonly string[]>> = {
  clock: [],
  email: ["nodemailer"],
  keychain: ["@github/keytar", "keytar"],
  logging: ["pino"],
  replay: ["csv-parse", "csv-parse/**"],
  sqlite: ["better-sqlite3"],
};

/** A worker owns one package; the storage worker is the thread behind platform/sqlite. */
const WORKER_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  features: [],
  keychain: ["#platform/keychain/**"],
  solver: ["highs"],
  storage: ["better-sqlite3", "#platform/sqlite/**"],
};

const engineAreaRow = (area: string): ImportRow => ({
  row: `engine/${area}`,
  files: [`src-main/engine/${area}/**`],
  reason:
    "An engine area knows src-shared, ports, core and other areas' *-service, *-engine or pure compute-/plan- files; the machine, the venues and the shells are reached through ports only.",
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
    "@noble/hashes/**",
    "canonicalize",
  ],
  breach: {
    file: `src-main/engine/${area}/planted.ts`,
    imports: ["node:fs", "#platform/sqlite/database.ts", "electron", "ccxt", "../kernel.ts"],
  },
});

const exchangeRow = (exchange: string): ImportRow => ({
  row: `exchanges/${exchange}`,
  files: [`src-main/exchanges/${exchange}/**`],
  reason: "A venue translates between its wire format and ports; it knows no other venue, no engine area, no disk.",
  allow: [
    "./**",
    "#shared/**",
    "#engine/ports/**",
    "#engine/core/engine-error.ts",
    "#exchanges/shared/**",
    "ccxt",
    "ws",
    "zod",
  ],
  breach: {
    file: `src-main/exchanges/${exchange}/planted.ts`,
    imports: [
      `#exchanges/${exchange === "kraken" ? "binance" : "kraken"}/index.ts`,
      "#engine/execution/execution-engine.ts",
      "#platform/sqlite/database.ts",
    ],
  },
});

const platformRow = ([folder, drivers]: readonly [string, readonly string[]]): ImportRow => ({
  row: `platform/${folder}`,
  files: [`src-main/platform/${folder}/**`],
  reason: "A platform folder implements ports with Node and its one driver; it decides nothing and knows no venue.",
  allow: [
    "./**",
    `#platform/${folder}/**`,
    "#shared/**",
    "#engine/ports/**",
    "#engine/core/engine-error.ts",
    "node:*",
    "zod",
    ...drivers,
  ],
  breach: {
    file: `src-main/platform/${folder}/planted.ts`,
    imports: [
      "#engine/risk/risk-engine.ts",
      "#exchanges/kraken/index.ts",
      folder === "sqlite" ? "@github/keytar" : "better-sqlite3",
    ],
  },
});

const workerRow = ([worker, packages]: readonly [string, readonly string[]]): ImportRow => ({
  row: `workers/${worker}`,
  files: [`src-main/workers/${worker}/**`],
  reason:
    "A worker is a thread or process with one job and one package: pure engine files, ports and Node, never the network, Electron or another worker.",
  allow: [
    "./**",
    `#workers/${worker}/**`,
    "#shared/**",
    "#engine/ports/**",
    "#engine/core/engine-error.ts",
    "#engine/**/compute-*.ts",
    "#engine/**/plan-*.ts",
    "node:*",
    "!node:http",
    "!node:https",
    "!node:net",
    "!node:tls",
    "!node:dgram",
    "zod",
    ...packages,
  ],
  breach: {
    file: `src-main/workers/${worker}/planted.ts`,
    imports: [
      "electron",
      "node:https",
      "ws",
      worker === "solver" ? "#workers/storage/main.ts" : "#workers/solver/main.ts",
    ],
  },
});

export const IMPORT_ROWS: readonly ImportRow[] = [
  {
    row: "src-shared/domain",
    files: ["src-shared/domain/**"],
    reason:
      "The words run in every environment: no I/O, no clock, no node, no DOM; only zod, hashing and canonical JSON.",
    allow: ["./**", "#shared/domain/**", "zod", "@noble/hashes/**", "canonicalize"],
    breach: {
      file: "src-shared/domain/planted.ts",
      imports: ["#shared/contract/errors.ts", "node:crypto", "@orpc/contract", "../contract/errors.ts"],
    },
  },
  {
    row: "src-shared/contract",
    files: ["src-shared/contract/**"],
    reason: "The contract says what a window may ask, in domain words; it knows no engine type and no transport.",
    allow: ["./**", "#shared/**", "@orpc/contract", "zod"],
    breach: {
      file: "src-shared/contract/planted.ts",
      imports: ["#engine/kernel.ts", "@orpc/server", "../../src-main/engine/kernel.ts"],
    },
  },
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
  ...EXCHANGES.map(exchangeRow),
  {
    row: "exchanges/shared",
    files: ["src-main/exchanges/shared/**"],
    reason: "What venues share (sockets, ccxt, rate limits) sits under all of them and knows none.",
    allow: [
      "./**",
      "#shared/**",
      "#engine/ports/**",
      "#engine/core/engine-error.ts",
      "#exchanges/shared/**",
      "ccxt",
      "ws",
      "zod",
    ],
    breach: {
      file: "src-main/exchanges/shared/planted.ts",
      imports: ["#exchanges/kraken/index.ts", "#engine/risk/risk-engine.ts", "better-sqlite3"],
    },
  },
  ...Object.entries(PLATFORM_DRIVERS).map(platformRow),
  ...Object.entries(WORKER_PACKAGES).map(workerRow),
  {
    row: "fault-simulation",
    files: ["src-main/fault-simulation/**"],
    reason:
      "The fault simulation replaces ports and pure functions of the real engine; it touches no machine and no venue.",
    allow: ["./**", "#shared/**", "#engine/**", "#testing/**"],
    breach: {
      file: "src-main/fault-simulation/planted.ts",
      imports: ["#platform/sqlite/database.ts", "#exchanges/kraken/index.ts", "node:fs"],
    },
  },
  {
    row: "api",
    files: ["src-main/api/**"],
    reason:
      "Handlers answer the contract from the engine's public services; they start nothing and touch no venue or disk.",
    allow: [
      "./**",
      "#api/**",
      "#shared/**",
      "#engine/ports/**",
      "#engine/core/**",
      "#engine/kernel.ts",
      "#engine/profiles/**",
      "#engine/**/*-service.ts",
      "#engine/**/*-engine.ts",
      "#engine/**/compute-*.ts",
      "@orpc/server",
      "@orpc/contract",
    ],
    breach: {
      file: "src-main/api/planted.ts",
      imports: ["#exchanges/kraken/index.ts", "#platform/sqlite/database.ts", "#shells/compose.ts", "node:fs"],
    },
  },
  {
    row: "shells (shared)",
    files: ["src-main/shells/*.ts"],
    reason: "What the shells share composes the engine and must run without Electron, a browser or a terminal.",
    deny: [
      "electron",
      "electron/**",
      "#shells/electron/**",
      "#shells/headless/**",
      "#shells/cli/**",
      "#testing/**",
      "#renderer/**",
      ...ESCAPES,
    ],
    breach: {
      file: "src-main/shells/planted.ts",
      imports: ["electron", "#shells/electron/window.ts", "#testing/manual-clock.ts"],
    },
  },
  {
    row: "shells/electron",
    files: ["src-main/shells/electron/**"],
    reason:
      "The desktop shell knows Electron and all of src-main, but never the other shells, tests or the fault simulation.",
    deny: [
      "#shells/headless/**",
      "#shells/cli/**",
      "#testing/**",
      "#renderer/**",
      "**/fault-simulation/**",
      ...ESCAPES,
    ],
    breach: {
      file: "src-main/shells/electron/planted.ts",
      imports: ["#shells/headless/session-token.ts", "#testing/manual-clock.ts", "../headless/main.ts"],
    },
  },
  {
    row: "shells/headless",
    files: ["src-main/shells/headless/**"],
    reason: "The headless shell runs where no Electron is installed, so it may not even name it.",
    deny: [
      "electron",
      "electron/**",
      "#shells/electron/**",
      "#shells/cli/**",
      "#testing/**",
      "#renderer/**",
      "**/fault-simulation/**",
      ...ESCAPES,
    ],
    breach: {
      file: "src-main/shells/headless/planted.ts",
      imports: ["electron", "#shells/electron/window.ts", "../electron/window.ts", "#testing/manual-clock.ts"],
    },
  },
  {
    row: "shells/cli",
    files: ["src-main/shells/cli/**"],
    reason: "The command line may serve the headless shell and run the fault simulation; it never needs Electron.",
    deny: ["electron", "electron/**", "#shells/electron/**", "#renderer/**", ...ESCAPES],
    breach: {
      file: "src-main/shells/cli/planted.ts",
      imports: ["electron", "#shells/electron/main.ts", "../electron/main.ts"],
    },
  },
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
    row: "renderer features",
    files: ["src-renderer/features/**"],
    reason:
      "A feature folder is flat and stands alone: stores, client, components, charts and lib, never another feature.",
    allow: [
      "./**",
      "#shared/**",
      "#renderer/stores/**",
      "#renderer/client/**",
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
      ...ESCAPES,
    ],
    breach: {
      file: "src-renderer/planted.tsx",
      imports: ["#engine/kernel.ts", "node:fs", "electron", "../src-main/engine/kernel.ts"],
    },
  },
  {
    row: "production code",
    files: ["src-main/testing/**"],
    reason: "Test helpers may use the engine and its doubles, never a real venue, a shell or the window.",
    deny: ["electron", "#exchanges/**", "#shells/**", "#renderer/**", ...ESCAPES],
    breach: {
      file: "src-main/testing/planted.ts",
      imports: ["electron", "#shells/compose.ts", "#exchanges/kraken/index.ts"],
    },
  },
  {
    row: "e2e",
    files: ["e2e/**"],
    reason:
      "End-to-end specs see the program from outside: the built shells, the contract's words, the simulation core.",
    deny: ["#renderer/**", "#api/**", "#platform/**", "#workers/**", "#shells/**"],
    breach: {
      file: "e2e/planted.ts",
      imports: ["#renderer/app.tsx", "#platform/sqlite/database.ts", "#shells/compose.ts"],
    },
  },
  {
    row: "scripts that prepare",
    files: ["scripts/prepare/**"],
    reason: "These run before anything is installed, on any Node from 20 on: Node's own modules only.",
    allow: ["./**", "node:*"],
    breach: {
      file: "scripts/prepare/planted.mjs",
      imports: ["yaml", "#shared/domain/decimal.ts", "../import-table/rows.ts"],
    },
  },
];
