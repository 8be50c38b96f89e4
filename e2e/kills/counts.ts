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

/** Rebalances at each venue where calls go wrong. Kraken's limits let few go by. */
export const FAULTY_PLANS: Readonly<Record<VenueName, number>> = IS_LONG
  ? { binance: 100, kraken: 30, coinbase: 100 }
  : { binance: 2, kraken: 1, coinbase: 2 };

/** On demand drawn by seed, in the chosen twenty's proportions. `lanes` go side by side: at Kraken most of the time is waiting. */
const LONG: Readonly<Record<VenueName, { readonly worlds: number; readonly lanes: number }>> = {
  binance: { worlds: 50, lanes: 1 },
  kraken: { worlds: 20, lanes: 2 },
  coinbase: { worlds: 30, lanes: 1 },
};
const KILLS_IN_A_WORLD = 10;
const VENUE_NAMES: readonly VenueName[] = ["binance", "kraken", "coinbase"];

interface Lane {
  readonly venue: VenueName;
  /** What it is called: its venue, and which of several. */
  readonly name: string;
  readonly rows: readonly Row[];
}

/** This run's worlds, a lane one after another. */
export const LANES: readonly Lane[] = VENUE_NAMES.flatMap((venue) =>
  IS_LONG ? drawLanes(venue) : [{ venue, name: venue, rows: [{ seed: null, points: CHOSEN[venue] }] }],
);

function drawLanes(venue: VenueName): readonly Lane[] {
  const { worlds, lanes } = LONG[venue];
  const rows = Array.from({ length: worlds }, (_, world) => {
    // Its number over all venues.
    const seed = 1 + world * VENUE_NAMES.length + VENUE_NAMES.indexOf(venue);
    const rng = SeededRng.of(seed);
    return { seed, points: Array.from({ length: KILLS_IN_A_WORLD }, () => drawPoint(rng)) };
  });
  return Array.from({ length: lanes }, (_, lane) => ({
    venue,
    name: lanes === 1 ? venue : `${venue}-${lane + 1}`,
    rows: rows.filter((_row, world) => world % lanes === lane),
  }));
}
