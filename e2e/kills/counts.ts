// How many kills are there in `npm test`, and how many on demand (`npm run long -- kills`)? And which?
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { commit, drawPoint, type KillPoint, request } from "./kill-point.ts";
import type { VenueName } from "./venue-side.ts";

export const IS_LONG = process.env.SCHWABOT_LONG === "1";
export const LIMIT_MS = IS_LONG ? 6 * 60 * 60_000 : 600_000;

/** One world's kills: a folder and an account for each. */
interface Row {
  readonly seed: number | null;
  readonly points: readonly KillPoint[];
}

/** Twenty, over every kind of boundary: a start right after such a kill is killed again, in the middle of its recovery or of the next plan. */
const CHOSEN: Readonly<Record<VenueName, readonly KillPoint[]>> = {
  binance: [
    commit("before", "order.planned"),
    request("before", "order"),
    commit("after", "any", 3),
    request("after", "order", 2),
    commit("before", "order.fill"),
    request("after", "any", 6),
    commit("after", "plan.report"),
    commit("before", "plan.approved"),
    request("late", "order"),
    commit("after", "order.fill", 2),
  ],
  // Few: its limits make each plan wait longest.
  kraken: [
    commit("after", "order.planned"),
    request("before", "order", 2),
    commit("before", "order.state", 2),
    request("after", "order"),
  ],
  coinbase: [
    commit("after", "plan.approved"),
    request("after", "order"),
    commit("after", "order.state", 2),
    request("before", "any", 4),
    commit("before", "plan.report"),
    request("before", "order"),
  ],
};

const LONG = { kills: 1_000, inAWorld: 10 } as const;
const VENUE_NAMES: readonly VenueName[] = ["binance", "kraken", "coinbase"];

/** This run's worlds of each venue. On demand drawn by seed: the world's number over all venues. */
export const ROWS: ReadonlyMap<VenueName, readonly Row[]> = new Map(
  VENUE_NAMES.map((venue, index) => [venue, IS_LONG ? drawRows(index) : [{ seed: null, points: CHOSEN[venue] }]]),
);

function drawRows(offset: number): readonly Row[] {
  const worlds = Math.ceil(LONG.kills / LONG.inAWorld / VENUE_NAMES.length);
  return Array.from({ length: worlds }, (_, world) => {
    const seed = 1 + world * VENUE_NAMES.length + offset;
    const rng = SeededRng.of(seed);
    return { seed, points: Array.from({ length: LONG.inAWorld }, () => drawPoint(rng)) };
  });
}
