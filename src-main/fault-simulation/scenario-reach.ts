// What else may happen in the world of one seed: at the order desk, with single trades? Of streams of their own, so that the rest of a world does not depend on it.
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import type { Trade } from "#shared/domain/trade.ts";
import { SYMBOLS } from "./sim-market.ts";
import { exact, type VenueKind } from "./sim-venue.ts";

/** What the person asks for instead of the plan. */
export type Ticket =
  | { readonly kind: "trade"; readonly trade: Omit<Trade, "accountId">; readonly account: number | null }
  | { readonly kind: "liquidate"; readonly asset: string };

export interface Reach {
  /** Null: the plan of the scenario's legs. */
  readonly ticket: Ticket | null;
  /** The venues tell their state; else they are as on paper, where nobody is asked. */
  readonly tellsStatus: boolean;
  /** Null: the venues count no calls. */
  readonly budget: CallBudget | null;
  /** Another profile trades at the same venues, so that plans begin some time after their approval. */
  readonly sharesVenues: boolean;
}

/** Calls of one account that a venue allows at once, and how many more each second. */
export interface CallBudget {
  readonly limit: number;
  readonly perSecond: number;
}

/** States in which a venue takes some orders, or none. */
export type ClosedState = "maintenance" | "cancelOnly" | "postOnly";

export type ReachEvent =
  /** The person cancels the order that is open, as soon as one is. */
  | { readonly atMs: number; readonly kind: "cancelOrder" }
  /** The person gives leave for the venue's timer that cancels everything, or takes it back. */
  | { readonly atMs: number; readonly kind: "leave"; readonly account: number; readonly allowed: boolean }
  | {
      readonly atMs: number;
      readonly kind: "venueState";
      readonly account: number;
      readonly state: ClosedState;
      readonly forMs: number;
    }
  /** Somebody else's order at the same account. They come more often where they are in the timer's way. */
  | { readonly atMs: number; readonly kind: "foreignOrder"; readonly account: number };

export function reachOf(
  seed: number,
  { calmMs, venues }: { readonly calmMs: number; readonly venues: readonly VenueKind[] },
): { readonly reach: Reach; readonly events: readonly ReachEvent[] } {
  const desk = SeededRng.of(seed).fork("desk");
  const events: ReachEvent[] = [];
  if (desk.next() < 0.12) {
    events.push({ atMs: desk.integer(0, desk.next() < 0.6 ? 4_000 : calmMs), kind: "cancelOrder" });
  }
  const states = statesOf(seed, calmMs, venues.length);
  return {
    reach: {
      ticket: ticketOf(seed, venues.length),
      tellsStatus: states !== null,
      budget: budgetOf(seed),
      sharesVenues: SeededRng.of(seed).fork("others").next() < 0.1,
    },
    events: [...events, ...leavesOf(seed, calmMs, venues), ...(states ?? [])],
  };
}

/** Null where the venues tell no state. */
function statesOf(seed: number, calmMs: number, accounts: number): readonly ReachEvent[] | null {
  const rng = SeededRng.of(seed).fork("states");
  if (rng.next() >= 0.2) return null;
  if (rng.next() < 0.3) return [];
  const states: readonly ClosedState[] = ["maintenance", "cancelOnly", "postOnly"];
  return Array.from({ length: rng.integer(1, 2) }, () => ({
    atMs: rng.integer(0, rng.next() < 0.6 ? 6_000 : calmMs),
    kind: "venueState",
    account: rng.integer(0, accounts - 1),
    state: states[rng.integer(0, 2)] ?? "maintenance",
    forMs: rng.integer(1_000, 60_000),
  }));
}

/** Only Kraken has such a timer. */
function leavesOf(seed: number, calmMs: number, venues: readonly VenueKind[]): readonly ReachEvent[] {
  const rng = SeededRng.of(seed).fork("leave");
  return venues.flatMap((kind, account): ReachEvent[] => {
    if (kind !== "kraken" || rng.next() >= 0.5) return [];
    const events: ReachEvent[] = [{ atMs: rng.integer(500, 3_000), kind: "leave", account, allowed: true }];
    const at = () => rng.integer(3_000, Math.max(3_000, rng.next() < 0.5 ? 40_000 : calmMs));
    if (rng.next() < 0.2) events.push({ atMs: at(), kind: "leave", account, allowed: false });
    if (rng.next() < 0.25) events.push({ atMs: at(), kind: "foreignOrder", account });
    return events;
  });
}

function ticketOf(seed: number, accounts: number): Ticket | null {
  const rng = SeededRng.of(seed).fork("ticket");
  const pick = <T>(items: readonly T[]): T => items[rng.integer(0, items.length - 1)] as T; // never empty
  if (rng.next() >= 0.1) return null;
  const symbol = pick(SYMBOLS);
  if (rng.next() < 0.2) return { kind: "liquidate", asset: symbol.slice(0, symbol.indexOf("/")) };
  const side = pick(["buy", "sell"] as const);
  const by = pick(["quantity", "value", "share"] as const);
  const dollars = rng.integer(25, 2_500);
  const amount = {
    quantity: Math.round((dollars * 1_000_000) / (symbol === "BTC/USD" ? 50_000 : symbol === "ETH/USD" ? 2_500 : 100)),
    value: dollars * 1_000_000,
    share: rng.integer(1, 20) * 50_000,
  }[by];
  const trade = { symbol, side, size: { by, amount: exact(amount, 6) } };
  return { kind: "trade", trade, account: rng.next() < 0.5 ? rng.integer(0, accounts - 1) : null };
}

/** As Kraken counts for its three kinds of accounts, or twice as fast. */
function budgetOf(seed: number): CallBudget | null {
  const rng = SeededRng.of(seed).fork("budget");
  return rng.next() < 0.15 ? { limit: 20, perSecond: [0.5, 1, 2][rng.integer(0, 2)] ?? 1 } : null;
}
