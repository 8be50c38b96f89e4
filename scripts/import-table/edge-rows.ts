// Who may import whom where the program touches venues, the machine and threads?
import type { ImportRow } from "./import-row.ts";

const EXCHANGES = ["binance", "coinbase", "kraken"] as const;

/** A platform folder owns exactly one driver, so replacing the driver touches one folder. */
const PLATFORM_DRIVERS: Readonly<Record<string, readonly string[]>> = {
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

export const EDGE_ROWS: readonly ImportRow[] = [
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
  {
    row: "platform (no driver)",
    files: ["src-main/platform/**"],
    reason: "A platform folder implements ports with Node alone, unless the table names its driver.",
    allow: ["./**", "#shared/**", "#engine/ports/**", "#engine/core/engine-error.ts", "node:*", "zod"],
    breach: {
      file: "src-main/platform/clock/planted.ts",
      imports: [
        "better-sqlite3",
        "#engine/risk/risk-engine.ts",
        "#exchanges/kraken/index.ts",
        "#platform/sqlite/database.ts",
      ],
    },
  },
  ...Object.entries(PLATFORM_DRIVERS).map(platformRow),
  ...Object.entries(WORKER_PACKAGES).map(workerRow),
];
