// Which tests does the mutation run ask? Those that are held to every branch, and no others.
import { defineConfig } from "vitest/config";
import { MONEY_GATES } from "./scripts/test/money-gates.ts";

export default defineConfig({
  test: {
    environment: "node",
    setupFiles: ["scripts/test/property-runs.ts"],
    include: MONEY_GATES.map((start) => (start.endsWith("/") ? `${start}**/*.test.ts` : `${start}*.test.ts`)),
    restoreMocks: true,
    // Counting which lines a test meets makes a property's many runs several times slower.
    testTimeout: 60_000,
  },
});
