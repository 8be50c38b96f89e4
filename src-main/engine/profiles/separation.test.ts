// Does what befalls one profile (a bad key, a ban, a venue that never answers, code that throws) leave the other as it was, to the millisecond?
import { afterEach, expect, test } from "vitest";
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Kernel } from "#engine/kernel.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import type { ProfileId, VenueId } from "#shared/domain/ids.ts";
import { isPlanOver } from "#shared/domain/plan.ts";
import type { Targets } from "#shared/domain/policy.ts";
import { connect, machine, StillVenues, startConnected } from "#shells/test-support/connected-kernel.ts";
import { settled, until } from "#shells/test-support/demo-kernel.ts";
import { BINANCE, type FakeKey, KRAKEN } from "#testing/fake-venues.ts";
import type { ManualClock } from "#testing/manual-clock.ts";

type Fault = (venue: VenueId, apiKey: string) => Promise<never> | null;

/** Two venues, and a fault that strikes some of their calls. */
class FaultyVenues extends StillVenues {
  fault: Fault | null = null;
  struck = 0;

  override async call<T>(
    venue: VenueId,
    name: string,
    credentials: Credentials | null,
    answer: (key: FakeKey) => T,
  ): Promise<T> {
    const struck = this.fault?.(venue, credentials?.apiKey.reveal() ?? "") ?? null;
    if (struck !== null) {
      this.struck += 1;
      return struck;
    }
    const answered = await super.call(venue, name, credentials, answer);
    if (name !== "fetchInstruments" || !Array.isArray(answered)) return answered;
    // The same markets at whichever venue is asked.
    return answered.map((instrument) => ({ ...instrument, venue })) as T;
  }
}

let running: Kernel | null = null;
afterEach(async () => {
  await running?.dispose();
  running = null;
});

/** Latency is the same for all: what one draws must not be mistaken for what the other suffers. */
const STEADY = { requestMs: () => 75, replyMs: () => 50 };
const WEIGHTS = { BTC: "0.45", ETH: "0.05", USD: "0.5" } as Readonly<Record<string, string>> as Targets;

type Line = readonly [at: number, what: unknown];

/** Everything of a profile with its time; ids are left out, since both draw them from one well. */
function recordOf(kernel: Kernel, clock: ManualClock, profileId: ProfileId): Line[] {
  const lines: Line[] = [];
  const { portfolio, rebalance } = kernel.registry.runtime(profileId);
  portfolio.changes.subscribe(({ state, totalValue, totalPnl, positions }) => {
    const held = positions.map(({ asset, quantity, price }) => [asset, quantity, price]);
    lines.push([clock.now(), { state, totalValue, totalPnl, held }]);
  });
  rebalance.changes.subscribe(({ state, plan }) =>
    lines.push([
      clock.now(),
      { state, legs: plan.legs.map(({ symbol, side, quantity, limitPrice }) => [symbol, side, quantity, limitPrice]) },
    ]),
  );
  return lines;
}

async function plan(kernel: Kernel, profileId: ProfileId): Promise<void> {
  const { rebalance } = kernel.registry.runtime(profileId);
  const preview = await rebalance.preview({}, {});
  const { planHash } = preview.record.plan;
  await rebalance.approve({ planHash, nonce: preview.nonce, saveTargets: false });
}

const latest = (kernel: Kernel, profileId: ProfileId) =>
  kernel.registry.runtime(profileId).rebalance.plans().latest[0]?.state ?? null;

interface World {
  /** What the profile that nothing befell went through. */
  readonly lines: readonly Line[];
  /** How the plans of both ended, and whether each may trade. */
  readonly plans: readonly [sick: string | null, well: string | null];
  readonly trading: readonly [sick: string, well: string];
  readonly struck: number;
}

async function live(at: VenueId, fault: Fault | null, crash = false): Promise<World> {
  const faulty: FaultyVenues[] = [];
  const parts = machine((clock) => {
    const made = new FaultyVenues(clock);
    faulty.push(made);
    return made;
  });
  const [venues] = faulty;
  if (venues === undefined) throw new Error("No venues");
  venues.redirected.add(BINANCE);
  for (const key of ["sick", "well"]) venues.accept(key, { balances: { BTC: "0.5", USD: "25000" } });
  const { clock } = parts;
  const kernel = await startConnected(parts, STEADY);
  running = kernel;
  const sick = await connect(kernel, "sick", "Sick", at);
  const well = await connect(kernel, "well", "Well", KRAKEN);
  await clock.advance(15_000);
  for (const id of [sick, well]) {
    await kernel.registry.update(id, { targets: WEIGHTS, policy: { tolerance: decimalString("0.001") } });
  }
  await clock.advance(10_000);
  const lines = recordOf(kernel, clock, well);
  venues.fault = fault;
  if (crash) {
    const { portfolio, changes } = kernel.registry.runtime(sick);
    for (const topic of [portfolio.changes, changes]) {
      topic.subscribe(() => {
        venues.struck += 1;
        throw new TypeError("Cannot read properties of undefined");
      });
    }
  }
  const refused = plan(kernel, sick).catch(() => undefined);
  await settled(clock, plan(kernel, well));
  await until(clock, 90_000, () => isPlanOver(latest(kernel, well) ?? "DRAFT"), "the end of the plan");
  await clock.advance(30_000);
  const trading = (id: ProfileId) => kernel.registry.runtime(id).risk.trading.state;
  const world: World = {
    lines,
    plans: [latest(kernel, sick), latest(kernel, well)],
    trading: [trading(sick), trading(well)],
    struck: venues.struck,
  };
  await kernel.dispose();
  running = null;
  // A preview that waits for a venue ends with its profile, or never: nothing waits for it here.
  void refused;
  return world;
}

const failWith = (error: () => Error, applies: (venue: VenueId, apiKey: string) => boolean): Fault => {
  return (venue, apiKey) => (applies(venue, apiKey) ? Promise.reject(error()) : null);
};
const isSick = (_venue: VenueId, apiKey: string) => apiKey === "sick";
const isBinance = (venue: VenueId) => venue === BINANCE;

const OWN_CODE = "code of its own that throws";

test("what befalls one profile does not reach the other: same results at the same times", async () => {
  const calm = await live(BINANCE, null);
  expect(calm.plans).toEqual(["DONE", "DONE"]);
  expect(calm.lines.length).toBeGreaterThan(10);
  const badKey = failWith(() => new EngineError("VENUE_AUTH", "The exchange does not accept the key."), isSick);
  const ban = failWith(() => new EngineError("VENUE_BANNED", "The exchange refuses this address."), isBinance);
  const throwing = failWith(() => new TypeError("Cannot read properties of undefined"), isSick);
  const silent: Fault = (venue) => (isBinance(venue) ? new Promise<never>(() => undefined) : null);
  const worlds: Readonly<Record<string, World>> = {
    "a bad key": await live(BINANCE, badKey),
    "a ban": await live(BINANCE, ban),
    "a venue that never answers": await live(BINANCE, silent),
    "a client that throws": await live(BINANCE, throwing),
    [OWN_CODE]: await live(BINANCE, null, true),
  };
  for (const [what, { lines, plans, trading, struck }] of Object.entries(worlds)) {
    expect(struck, what).toBeGreaterThan(0);
    expect(plans[0], what).not.toBe("DONE");
    expect(plans[1], what).toBe("DONE");
    expect(trading, what).toEqual([what === OWN_CODE ? "halted" : "active", "active"]);
    expect(lines, what).toEqual(calm.lines);
  }
});
