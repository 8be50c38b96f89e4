// Would the tests notice a mistake in the gates, the states and the journal? `npm run long -- mutants` plants some thousand.

import { MONEY_GATE_FILES } from "./scripts/test/money-gates.ts";

/** Least share of planted mistakes that must be noticed. */
const LEAST_SCORE = 85;

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "vitest.mutants.config.ts", related: false },
  mutate: [...MONEY_GATE_FILES, "!**/*.test.ts"],
  // The runner would rewrite the paths in it with an API that TypeScript 7 no longer has; ours names none that lead out of the copy.
  tsconfigFile: "tsconfig.none.json",
  coverageAnalysis: "perTest",
  concurrency: 2,
  // Each run starts from nothing: what is written beside the results would be read as results of today.
  incremental: false,
  ignorePatterns: ["/out", "/dist", "/test-results", "/bench", "/e2e"],
  tempDirName: ".cache/mutants",
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: "test-results/mutants.json" },
  clearTextReporter: { allowColor: false, reportTests: false, reportScoreTable: true },
  thresholds: { high: 100, low: LEAST_SCORE, break: LEAST_SCORE },
};
