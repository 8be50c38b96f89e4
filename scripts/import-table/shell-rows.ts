// Who may import whom in the contract's handlers, the shells and what stands around production code?
import type { ImportRow } from "./import-row.ts";

export const SHELL_ROWS: readonly ImportRow[] = [
  {
    row: "fault-simulation",
    files: ["src-main/fault-simulation/**"],
    reason:
      "The fault simulation replaces ports and pure functions of the real engine; it touches no machine and no venue.",
    allow: ["./**", "#fault-simulation/**", "#shared/**", "#engine/**", "#testing/**"],
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
      "#engine/books/csv/*.ts",
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
      "#shells/test-support/**",
      "#renderer/**",
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
      "#shells/test-support/**",
      "#renderer/**",
      "#fault-simulation/**",
      "**/fault-simulation/**",
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
      "#shells/test-support/**",
      "#renderer/**",
      "#fault-simulation/**",
      "**/fault-simulation/**",
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
    deny: ["electron", "electron/**", "#shells/electron/**", "#renderer/**"],
    breach: {
      file: "src-main/shells/cli/planted.ts",
      imports: ["electron", "#shells/electron/main.ts", "../electron/main.ts"],
    },
  },
  {
    row: "shells/test-support",
    files: ["src-main/shells/test-support/**"],
    reason: "What the shells' tests share opens real transports, but never Electron or the window.",
    deny: ["electron", "electron/**", "#renderer/**"],
    breach: { file: "src-main/shells/test-support/planted.ts", imports: ["electron", "#renderer/app.tsx"] },
  },
  {
    row: "src-main/testing",
    files: ["src-main/testing/**"],
    reason:
      "Test helpers may use the engine, its doubles and what venues share, never a real venue, a shell or the window.",
    deny: ["electron", "#exchanges/**", "!#exchanges/shared/**", "#shells/**", "#renderer/**"],
    breach: {
      file: "src-main/testing/planted.ts",
      imports: ["electron", "#shells/compose.ts", "#exchanges/kraken/index.ts"],
    },
  },
  {
    row: "e2e",
    mayGoUp: true,
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
    row: "bench",
    mayGoUp: true,
    files: ["bench/**"],
    reason: "Benches measure the built program and its parts; they compose no shell of their own and need no Electron.",
    deny: ["electron", "electron/**", "#api/**", "#shells/**", "#fault-simulation/**", "**/fault-simulation/**"],
    breach: {
      file: "bench/planted.ts",
      imports: ["electron", "#shells/compose.ts", "#api/router.ts", "../src-main/fault-simulation/main.ts"],
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
