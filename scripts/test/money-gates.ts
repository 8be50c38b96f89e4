// Where must tests reach every branch? In what decides whether an order may go, what state it is in, and what is written down for ever.

/** Beginnings of paths: of the code that is held to every branch, and of the tests that must reach it. */
export const MONEY_GATES: readonly string[] = [
  "src-main/engine/core/profile-journal",
  "src-main/engine/execution/order-state-machine",
  "src-main/engine/rebalancing/check-approval",
  "src-main/engine/rebalancing/plan-state-machine",
  "src-main/engine/risk/",
  "src-main/platform/sqlite/journal-",
  "src-main/workers/storage/journal-client",
];

/** As globs of files, for the runner's lists. */
export const MONEY_GATE_FILES: readonly string[] = MONEY_GATES.map((start) =>
  start.endsWith("/") ? `${start}**/*.ts` : `${start}*.ts`,
);
