// How often does a property test draw? A hundred times in `npm test`, a thousand times as often in `npm run long`.
import fc from "fast-check";

const RUNS = { short: 100, long: 100_000 } as const;

fc.configureGlobal({ numRuns: process.env.SCHWABOT_LONG === "1" ? RUNS.long : RUNS.short });
