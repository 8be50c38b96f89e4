// How many worlds are simulated in `npm test`, and how many on demand (`npm run long -- simulation`)?
export const IS_LONG = process.env.SCHWABOT_LONG === "1";

/** Plans whose every single point is killed once; the points of all of them together are the runs that count. */
export const COUNTS = IS_LONG
  ? { seeds: 1_000_000, killRuns: 250_000, endSeeds: 100_000 }
  : { seeds: 20_000, killRuns: 25_000, endSeeds: 1_000 };
export const LIMIT_MS = IS_LONG ? 4 * 60 * 60_000 : 300_000;
