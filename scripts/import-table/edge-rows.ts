// Who may import whom where the program touches venues, the machine and threads?
import type { ImportRow } from "./import-row.ts";

/** Everything at the edge implements ports and speaks domain words; core holds errors and disposal. */
const EDGE = ["./**", "#shared/**", "#engine/ports/**", "#engine/core/**", "zod"] as const;
const NODE = ["node:*", "node:*/**"] as const;

/** Folders of `exchanges` with a row of their own, and what they know beyond the others. */
const EXCHANGES: Readonly<Record<string, readonly string[]>> = {
  binance: [],
  // Private keys come in two shapes, and the library takes one.
  coinbase: ["node:crypto"],
  coinbaseexchange: [],
  generic: [],
  kraken: [],
  // The exchange and the market that live in the engine, behind the same ports as real ones.
  paper: ["#engine/simulation/**"],
  replay: ["#engine/simulation/**"],
  simulated: ["#engine/simulation/**"],
};

/** A platform folder owns exactly one driver, so replacing the driver touches one folder. */
const PLATFORM_DRIVERS: Readonly<Record<string, readonly string[]>> = {
  email: ["nodemailer"],
  files: ["csv-parse", "csv-parse/**"],
  keychain: ["keytar"],
  logging: ["pino"],
  // Joins the two places where secrets can lie; it has no driver of its own.
  secrets: ["#platform/keychain/**", "#platform/vault/**"],
  sqlite: ["better-sqlite3"],
};

/** A worker owns one package; the storage worker is the thread behind platform/sqlite. */
const WORKER_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  keychain: ["#platform/keychain/**"],
  solver: ["highs"],
  strategies: ["#engine/signals/read-market.ts"],
  storage: ["better-sqlite3", "#platform/sqlite/**"],
};

const exchangeRow = ([exchange, extras]: readonly [string, readonly string[]]): ImportRow => ({
  row: `exchanges/${exchange}`,
  files: [`src-main/exchanges/${exchange}/**`],
  reason: "A venue translates between its wire format and ports; it knows no other venue, no engine area, no disk.",
  allow: [
    ...EDGE,
    `#exchanges/${exchange}/**`,
    "#exchanges/shared/**",
    "#engine/**/compute-*.ts",
    "ccxt",
    "ws",
    "csv-parse",
    "csv-parse/**",
    ...extras,
  ],
  breach: {
    file: `src-main/exchanges/${exchange}/planted.ts`,
    imports: [
      `#exchanges/${exchange === "kraken" ? "binance" : "kraken"}/index.ts`,
      "#engine/execution/execution-engine.ts",
      "#platform/sqlite/database.ts",
      "node:fs",
    ],
  },
});

const platformRow = ([folder, drivers]: readonly [string, readonly string[]]): ImportRow => ({
  row: `platform/${folder}`,
  files: [`src-main/platform/${folder}/**`],
  reason: "A platform folder implements ports with Node and its one driver; it decides nothing and knows no venue.",
  allow: [...EDGE, `#platform/${folder}/**`, ...NODE, ...drivers],
  breach: {
    file: `src-main/platform/${folder}/planted.ts`,
    imports: [
      "#engine/risk/risk-engine.ts",
      "#exchanges/kraken/index.ts",
      folder === "sqlite" ? "keytar" : "better-sqlite3",
    ],
  },
});

/** What threads have in common: how they are asked, and how they answer. */
const SHARED_BY_WORKERS = ["#workers/killable-thread.ts", "#workers/serve-questions.ts", "#workers/thread-protocol.ts"];

const workerRow = ([worker, packages]: readonly [string, readonly string[]]): ImportRow => ({
  row: `workers/${worker}`,
  files: [`src-main/workers/${worker}/**`],
  reason:
    "A worker is a thread or process with one job and one package: pure engine files, ports and Node, never the network, Electron or another worker.",
  allow: [
    ...EDGE,
    `#workers/${worker}/**`,
    ...SHARED_BY_WORKERS,
    "#engine/**/compute-*.ts",
    "#engine/**/plan-*.ts",
    ...NODE,
    "!node:http",
    "!node:https",
    "!node:net",
    "!node:tls",
    "!node:dgram",
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
  {
    row: "exchanges (joined)",
    files: ["src-main/exchanges/**"],
    reason: "What joins the venues knows each by its factory and nothing of the rest of the program.",
    allow: [...EDGE, "#exchanges/**"],
    breach: {
      file: "src-main/exchanges/planted.ts",
      imports: ["#engine/risk/risk-engine.ts", "#platform/sqlite/database.ts", "ccxt", "node:fs"],
    },
  },
  ...Object.entries(EXCHANGES).map(exchangeRow),
  {
    row: "exchanges/shared",
    files: ["src-main/exchanges/shared/**"],
    reason: "What venues share (sockets, ccxt, rate limits) sits under all of them and knows none.",
    allow: [...EDGE, "#exchanges/shared/**", "#engine/**/compute-*.ts", "ccxt", "ws"],
    breach: {
      file: "src-main/exchanges/shared/planted.ts",
      imports: ["#exchanges/kraken/index.ts", "#engine/risk/risk-engine.ts", "better-sqlite3"],
    },
  },
  {
    row: "platform (no driver)",
    files: ["src-main/platform/**"],
    reason: "A platform folder implements ports with Node alone, unless the table names its driver.",
    allow: [...EDGE, ...NODE],
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
  {
    row: "workers (shared)",
    files: ["src-main/workers/*.ts"],
    reason: "What threads have in common knows none of them, nor what they reckon.",
    allow: [...EDGE, ...SHARED_BY_WORKERS, ...NODE],
    breach: {
      file: "src-main/workers/planted.ts",
      imports: ["#workers/solver/main.ts", "#engine/risk/risk-engine.ts", "better-sqlite3"],
    },
  },
  ...Object.entries(WORKER_PACKAGES).map(workerRow),
];
