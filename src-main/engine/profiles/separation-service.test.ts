// Does the page tell of each pair what it shares, how alike it earned, and who drew again?
import { expect, it } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, type MarketSymbol, marketSymbolSchema, profileIdSchema } from "#shared/domain/ids.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { DAY_MS, HOUR_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { sampleProfile, sampleSnapshot } from "#testing/store-conformance.ts";
import { computeDailyReturns } from "./compute-daily-returns.ts";
import { SeparationService } from "./separation-service.ts";

const ID = profileIdSchema.parse("first");
const START = Date.UTC(2026, 10, 1);

/** Two records a day: only the later one counts. `flows`: money brought in during a day. */
function records(values: readonly number[], flows: Readonly<Record<number, number>> = {}): Snapshot[] {
  let invested = 0;
  return values.flatMap((value, day) => {
    invested += flows[day] ?? 0;
    const at = (hour: number, total: number): Snapshot => ({
      ...sampleSnapshot(ID, START + day * DAY_MS + hour * HOUR_MS, String(total), "interval"),
      netInvested: decimalString(String(invested)),
    });
    return [at(6, value / 2), at(18, value)];
  });
}

it("reckons a day's return from record to record, without what was brought in, and leaves out days after a gap", () => {
  const all = records([100, 110, 320, 160, 176], { 2: 200 });
  const day = (index: number) => unixMs(START + index * DAY_MS);
  const returns = computeDailyReturns(all);
  expect([...returns.keys()]).toEqual([1, 2, 3, 4].map(day));
  // (110 - 100) / 100, (320 - 200 - 110) / 110, (160 - 320) / 320, (176 - 160) / 160
  expect([...returns.values()]).toEqual([0.1, 10 / 110, -0.5, 0.1]);
  const gap = all.filter(({ ts }) => Math.floor((ts - START) / DAY_MS) !== 2);
  expect([...computeDailyReturns(gap)]).toEqual([
    [day(1), 0.1],
    [day(4), 0.1],
  ]);
  expect(computeDailyReturns([]).size).toBe(0);
});

const profile = (
  id: string,
  priority: number,
  base: readonly string[],
  changes: Partial<Profile["strategies"]> = {},
) => {
  const sample = sampleProfile(profileIdSchema.parse(id), priority);
  const baseAssets = base.map((asset) => assetSchema.parse(asset));
  return { ...sample, strategies: { ...sample.strategies, baseAssets, ...changes } };
};

it("tells overlap with its limit, correlation of returns with its days, and picks that were drawn again", async () => {
  const only = { mode: "pick" as const, weights: { entropyGate: 1 } };
  const profiles = [
    profile("second", 2, ["BTC", "ETH", "SOL", "XRP", "ADA"], only),
    profile("first", 1, ["BTC", "ETH", "SOL", "XRP", "ADA"], only),
    profile("third", 3, ["BTC", "DOT"]),
  ];
  const wave = Array.from({ length: 26 }, (_, day) => 100 + 10 * Math.sin(day));
  const values: Readonly<Record<string, readonly number[]>> = {
    first: wave,
    second: wave.map((value) => 3 * value),
    third: wave.slice(0, 10),
  };
  const clock = new ManualClock(START + 26 * DAY_MS);
  // The second says the same as the first, but of another symbol too; the third turns one hour in four around.
  const said = (turn: (hour: number) => number) =>
    new Map(
      Array.from({ length: 40 }, (_, hour) => [
        unixMs(START + 25 * DAY_MS + hour * HOUR_MS),
        turn(hour) * Math.sin(hour),
      ]),
    );
  const [btc, dot] = [marketSymbolSchema.parse("BTC/USD"), marketSymbolSchema.parse("DOT/USD")];
  const directions: Readonly<Record<string, ReadonlyMap<MarketSymbol, ReadonlyMap<UnixMs, number>>>> = {
    first: new Map([[btc, said(() => 1)]]),
    second: new Map([
      [btc, said(() => 0.5)],
      [dot, said(() => -1)],
    ]),
    third: new Map([[btc, said((hour) => (hour % 4 === 0 ? -1 : 1))]]),
  };
  const draws = { drawn: 5, again: 2, exhausted: 1 };
  const journaled: unknown[] = [];
  const service = new SeparationService({
    profiles: { profiles: () => profiles },
    strategies: (id) =>
      id === "second"
        ? { directions: () => directions[id] ?? new Map(), draws: () => draws }
        : { directions: () => directions[id] ?? new Map(), draws: () => ({ drawn: 5, again: 0, exhausted: 0 }) },
    snapshots: { list: async (id) => records(values[id] ?? []) },
    journal: {
      append: async (_at, of, events) => {
        journaled.push([of, ...events]);
        return [];
      },
    },
    clock,
  });
  const view = await service.read();
  const profileIds = ["first", "second", "third"];
  expect(journaled).toEqual([[null, { kind: "profiles.compared", what: "separation", profileIds }]]);
  expect(view.overlapLimit).toBe(0.8);
  expect(view.overlaps).toEqual([
    { first: "first", second: "second", base: 1, sameChosen: false, exceeds: true },
    { first: "first", second: "third", base: 1 / 6, sameChosen: false, exceeds: false },
    { first: "second", second: "third", base: 1 / 6, sameChosen: false, exceeds: false },
  ]);
  expect(view.returns.map(({ days }) => days)).toEqual([25, 9, 9]);
  expect(view.returns[0]?.correlation).toBeCloseTo(1, 12);
  expect(view.returns.slice(1).map(({ correlation }) => correlation)).toEqual([null, null]);
  expect(view.directions.map(({ pairs, isCopy }) => [pairs, isCopy])).toEqual([
    [25, true],
    [25, false],
    [25, false],
  ]);
  const [alike, turned] = view.directions.map(({ correlation }) => correlation ?? Number.NaN);
  expect(alike).toBeCloseTo(1, 12);
  expect(Math.abs(turned ?? 1)).toBeLessThan(0.95);
  expect(view.uniqueness.map(({ profileId }) => profileId)).toEqual(["first", "second", "third"]);
  expect(view.uniqueness[0]?.score).toBeCloseTo(0, 12);
  expect(view.uniqueness[2]?.score).toBeCloseTo(1 - Math.max(0, turned ?? Number.NaN), 12);
  expect(view.draws[1]).toEqual({ profileId: "second", drawn: 5, again: 2, exhausted: 1 });
  const symbols = ["ADA", "BTC", "ETH", "SOL", "XRP"].map((asset) => `${asset}/USD`);
  expect(view.picks).toEqual(
    symbols.flatMap((symbol) => [
      { profileId: "first", symbol, pick: "entropyGate", without: [], exhausted: false },
      { profileId: "second", symbol, pick: "entropyGate", without: ["entropyGate"], exhausted: true },
    ]),
  );
});
