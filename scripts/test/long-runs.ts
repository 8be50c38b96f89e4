// Which long runs have a name of their own? `npm run long -- mutations` runs the same files as `npm test`, with full counts.
export const LONG_RUNS: ReadonlyMap<string, string> = new Map([
  ["mutations", "e2e/conformance/mutations"],
  ["feeds", "e2e/feeds/soak"],
  ["frames", "e2e/feeds/fuzz-frames"],
  ["books", "src-main/engine/books/compute-"],
  ["history", "src-main/engine/portfolio/history-kills"],
  ["openings", "src-main/engine/portfolio/book-keeper"],
  ["reconciliation", "src-main/engine/portfolio/reconciliation"],
  ["plans", "src-main/engine/rebalancing/planner"],
  ["targets", "src-main/engine/targets/compute-"],
  ["features", "src-main/engine/signals/features/"],
  ["strategies", "src-main/engine/signals/strategies."],
  ["profiles", "src-main/engine/profiles/"],
  ["simulation", "e2e/simulation/"],
  ["kills", "e2e/kills/"],
  ["storage", "src-main/workers/storage/open-store"],
  ["cuts", "src-main/platform/sqlite/torn-wal"],
]);
