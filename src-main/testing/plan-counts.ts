// How many plans are made by the planner's tests? A part in `npm test`, all of them in `npm run long -- plans`.

const IS_LONG = process.env.SCHWABOT_LONG === "1";

export const PLAN_RUNS = IS_LONG
  ? { portfolios: 20_000, enumerated: 2_000, secondSolver: 2_000, legsSent: 1_000_000 }
  : { portfolios: 1_500, enumerated: 300, secondSolver: 200, legsSent: 600 };

export const PLAN_LIMIT_MS = IS_LONG ? 12 * 60 * 60_000 : 120_000;
