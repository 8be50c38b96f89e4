// Which tests run where: `main` in Node, `renderer` in happy-dom. End-to-end specs belong to Playwright.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { MONEY_GATE_FILES } from "./scripts/test/money-gates.ts";

/**
 * Where the processor has keys for memory, V8 13 now and then loses count of its code pages when a thread ends, and aborts the process:
 * "Check failed: jit_page.has_value()" (nodejs/node 64500, and others' test runs, 2026-07). Our storage tests end many threads.
 */
const STEADY_THREADS = process.platform === "linux" && process.arch === "x64" ? ["--no-memory-protection-keys"] : [];

export default defineConfig({
  test: {
    // Two workers: the whole suite is budgeted for two cores, more only makes timings noisy.
    maxWorkers: 2,
    setupFiles: ["scripts/test/property-runs.ts"],
    execArgv: STEADY_THREADS,
    // The long run draws each property a thousand times as often.
    testTimeout: process.env.SCHWABOT_LONG === "1" ? 30 * 60_000 : 20_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    // Only where asked for (`--coverage`): one branch that no test takes fails the run.
    coverage: {
      provider: "v8",
      include: [...MONEY_GATE_FILES],
      exclude: ["**/*.test.ts"],
      reporter: ["text"],
      reportsDirectory: "test-results/coverage",
      thresholds: { branches: 100, functions: 100, lines: 100, statements: 100 },
      skipFull: true,
    },
    projects: [
      {
        extends: true,
        test: {
          name: "main",
          environment: "node",
          include: [
            "src-shared/**/*.test.ts",
            "src-main/**/*.test.ts",
            "scripts/!(built)/**/*.test.ts",
            "scripts/*.test.ts",
            "bench/**/*.test.ts",
            "e2e/**/*.test.ts",
          ],
        },
      },
      {
        // Looks at out/, so it needs a build; `npm test` builds first.
        extends: true,
        test: { name: "built", environment: "node", include: ["scripts/built/**/*.test.ts"] },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: "renderer",
          environment: "happy-dom",
          include: ["src-renderer/**/*.test.ts", "src-renderer/**/*.test.tsx"],
        },
      },
    ],
  },
});
