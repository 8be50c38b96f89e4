// What happens in the world of one seed? Everything that chance decides, drawn before anything runs.
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import type { Policy } from "#shared/domain/policy.ts";
import { FAULT_KINDS, type FaultKind } from "./faults.ts";
import { type Reach, type ReachEvent, reachOf } from "./scenario-reach.ts";
import { SYMBOLS } from "./sim-market.ts";
import type { VenueKind } from "./sim-venue.ts";

export interface LegDraft {
  readonly account: number;
  readonly side: "buy" | "sell";
  readonly symbol: string;
  readonly lots: number;
  readonly kind: "limitIoc" | "postOnly";
}

/** What the person changes and sets right again. */
export type Edit = "targets" | "mode";

/** Something that happens at a time, whatever the program is doing. */
export type WorldEvent =
  | { readonly atMs: number; readonly kind: "clockStep"; readonly byMs: number }
  | { readonly atMs: number; readonly kind: "sleep"; readonly forMs: number }
  | { readonly atMs: number; readonly kind: "outage"; readonly account: number; readonly forMs: number }
  | { readonly atMs: number; readonly kind: "lookUpsOut"; readonly account: number; readonly forMs: number }
  | { readonly atMs: number; readonly kind: "disk"; readonly fault: "full" | "errorAfterWrite"; readonly forMs: number }
  | { readonly atMs: number; readonly kind: "stale"; readonly forMs: number }
  | { readonly atMs: number; readonly kind: "price"; readonly symbol: string; readonly share: number }
  | { readonly atMs: number; readonly kind: "withdrawal"; readonly account: number; readonly share: number }
  | { readonly atMs: number; readonly kind: "fillResting"; readonly share: number }
  | { readonly atMs: number; readonly kind: "venueCancels" }
  | { readonly atMs: number; readonly kind: "command"; readonly command: "pause" | "stopAfterLeg" | "cancelAll" }
  | { readonly atMs: number; readonly kind: "loss" }
  | { readonly atMs: number; readonly kind: "fire" }
  | { readonly atMs: number; readonly kind: "edit"; readonly what: Edit; readonly forMs: number }
  | { readonly atMs: number; readonly kind: "revoke" }
  | { readonly atMs: number; readonly kind: "killSwitch"; readonly forMs: number }
  | ReachEvent;

export interface StandingDraft {
  /** How many plans of the first one's value may be traded on a day. */
  readonly dayPlans: number;
  /** One of the assets that the plan trades is not named. */
  readonly leavesOut: boolean;
}

export interface Scenario {
  readonly seed: number;
  readonly venues: readonly VenueKind[];
  readonly legs: readonly LegDraft[];
  /** How the person wants the plan's legs sent. */
  readonly sending: NonNullable<Policy["sending"]>;
  /** The person lets plans run by themselves instead of approving one; null: they approve one. */
  readonly standing: StandingDraft | null;
  readonly reach: Reach;
  /** Shares of calls that faults hit. */
  readonly faults: { readonly send: number; readonly cancel: number; readonly read: number };
  readonly onlyFaults: readonly FaultKind[] | null;
  /** Effects after which each process in turn is killed; the one after the last lives. */
  readonly crashes: readonly number[];
  readonly restartMs: readonly number[];
  readonly events: readonly WorldEvent[];
  /** When the faults stop. */
  readonly calmMs: number;
  /** Whether the person goes on with a held plan or ends it. */
  readonly resumes: boolean;
}

const KINDS: readonly VenueKind[] = ["binance", "kraken", "coinbase", "coinbaseexchange"];

export function scenarioOf(seed: number): Scenario {
  const rng = SeededRng.of(seed).fork("scenario");
  const pick = <T>(items: readonly T[]): T => items[rng.integer(0, items.length - 1)] as T; // never empty
  const chance = (share: number): boolean => rng.next() < share;
  const venues = Array.from({ length: chance(0.25) ? 2 : 1 }, () => pick(KINDS));
  const legs = Array.from({ length: rng.integer(1, 4) }, (): LegDraft => {
    const symbol = pick(SYMBOLS);
    // 25 to 1,500 USD at the first price.
    const dollars = rng.integer(25, 1_500);
    const price = symbol === "BTC/USD" ? 50_000 : symbol === "ETH/USD" ? 2_500 : 100;
    return {
      account: rng.integer(0, venues.length - 1),
      side: chance(0.5) ? "sell" : "buy",
      symbol,
      lots: Math.max(1, Math.round((dollars * 10_000) / price)),
      kind: chance(0.85) ? "limitIoc" : "postOnly",
    };
  });
  const calmMs = rng.integer(20_000, 240_000);
  const share = pick([0, 0.05, 0.2, 0.5]);
  const events: WorldEvent[] = [];
  // Most orders are sent within the first seconds: that is when a fault hurts.
  const at = () => (chance(0.6) ? rng.integer(0, 4_000) : rng.integer(0, calmMs));
  const account = () => rng.integer(0, venues.length - 1);
  if (chance(0.15)) {
    // It is set right when the faults end: what nobody can have seen in between is no step.
    events.push({ atMs: Math.min(at(), calmMs - 2_000), kind: "clockStep", byMs: rng.integer(-10_000, 10_000) });
  }
  if (chance(0.05)) events.push({ atMs: at(), kind: "sleep", forMs: pick([60_000, 28_800_000]) });
  if (chance(0.15)) events.push({ atMs: at(), kind: "outage", account: account(), forMs: rng.integer(1_000, 90_000) });
  if (chance(0.1)) {
    events.push({ atMs: at(), kind: "lookUpsOut", account: account(), forMs: rng.integer(1_000, 90_000) });
  }
  if (chance(0.08)) {
    events.push({ atMs: at(), kind: "disk", fault: pick(["full", "errorAfterWrite"]), forMs: rng.integer(1, 20_000) });
  }
  if (chance(0.1)) events.push({ atMs: at(), kind: "stale", forMs: rng.integer(1_000, 60_000) });
  for (let moves = rng.integer(0, 2); moves > 0; moves -= 1) {
    events.push({ atMs: at(), kind: "price", symbol: pick(SYMBOLS), share: rng.normal() * 0.001 });
  }
  if (chance(0.1)) events.push({ atMs: at(), kind: "withdrawal", account: account(), share: rng.next() });
  if (chance(0.08)) events.push({ atMs: at(), kind: "foreignOrder", account: account() });
  if (chance(0.3)) events.push({ atMs: at(), kind: "fillResting", share: rng.next() });
  if (chance(0.05)) events.push({ atMs: at(), kind: "venueCancels" });
  if (chance(0.15)) events.push({ atMs: at(), kind: "command", command: pick(["pause", "stopAfterLeg", "cancelAll"]) });
  if (chance(0.08)) events.push({ atMs: at(), kind: "killSwitch", forMs: rng.integer(1_000, 60_000) });
  const automatic = standingOf(seed, calmMs);
  const more = reachOf(seed, { calmMs, venues });
  const crashes = chance(0.45) ? Array.from({ length: rng.integer(1, 3) }, () => rng.integer(0, 70)) : [];
  return {
    seed,
    venues,
    legs,
    sending: sendingOf(seed),
    standing: automatic.standing,
    reach: more.reach,
    faults: { send: share, cancel: share, read: share * pick([0, 0.5, 1]) },
    onlyFaults: someFaults(rng),
    crashes,
    restartMs: crashes.map(() => rng.integer(10, 30_000)),
    events: [...events, ...lossesOf(seed, calmMs), ...automatic.events, ...more.events],
    calmMs,
    resumes: chance(0.6),
  };
}

/** Losses that halt the profile: of a stream of their own, too. */
function lossesOf(seed: number, calmMs: number): WorldEvent[] {
  const rng = SeededRng.of(seed).fork("losses");
  return rng.next() < 0.1 ? [{ atMs: rng.integer(0, rng.next() < 0.6 ? 4_000 : calmMs), kind: "loss" }] : [];
}

/** Worlds in which rules fire and plans run by themselves: of a stream of their own, too. */
function standingOf(seed: number, calmMs: number): { standing: StandingDraft | null; events: WorldEvent[] } {
  const rng = SeededRng.of(seed).fork("standing");
  const chance = (share: number): boolean => rng.next() < share;
  if (!chance(0.25)) return { standing: null, events: [] };
  const at = () => rng.integer(1_000, calmMs);
  const events: WorldEvent[] = [{ atMs: rng.integer(500, 4_000), kind: "fire" }];
  for (let more = rng.integer(0, 3); more > 0; more -= 1) events.push({ atMs: at(), kind: "fire" });
  if (chance(0.4)) {
    const what = chance(0.5) ? "targets" : "mode";
    events.push({ atMs: at(), kind: "edit", what, forMs: rng.integer(10, 20_000) });
  }
  if (chance(0.15)) events.push({ atMs: at(), kind: "revoke" });
  return { standing: { dayPlans: [0.9, 1.05, 1.5, 2.5, 10][rng.integer(0, 4)] ?? 1, leavesOut: chance(0.15) }, events };
}

/** A stream of its own: what else happens in a world does not depend on it. */
function sendingOf(seed: number): Scenario["sending"] {
  const drawn = SeededRng.of(seed).fork("sending").next();
  return drawn < 0.7 ? "atOnce" : drawn < 0.85 ? "makerFirst" : "slices";
}

/** Half of the worlds know a few kinds of faults only: then those meet each other more often. */
function someFaults(rng: SeededRng): readonly FaultKind[] | null {
  if (rng.next() < 0.5) return null;
  return FAULT_KINDS.filter(() => rng.next() < 0.2);
}

/** Whether nothing stands between the program and its venues for as long as the world lasts, and nothing holds it up. */
export function isQuiet({ faults, events, crashes }: Scenario): boolean {
  const isFaulty = faults.send > 0 || faults.cancel > 0 || faults.read > 0;
  return !isFaulty && crashes.length === 0 && !events.some(({ kind }) => DISTURBING.has(kind));
}

const DISTURBING: ReadonlySet<WorldEvent["kind"]> = new Set([
  "clockStep",
  "sleep",
  "outage",
  "lookUpsOut",
  "disk",
  "venueState",
]);
