// Is an asset of the pool proposed with its reasons and cost, taken only as it was shown, and left alone for 30 days?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assetChoiceViewSchema } from "#shared/contract/asset-choice.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema, profileIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import type { Targets } from "#shared/domain/policy.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import { DAY_MS, HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { sampleProfile } from "#testing/store-conformance.ts";
import { AssetChoiceService } from "./asset-choice-service.ts";
import { computeChoiceCost, planChoiceTargets } from "./plan-asset-choice.ts";

const ID = profileIdSchema.parse("chooser");
const HOURS = 91 * 24;
const asset = (name: string): Asset => assetSchema.parse(name);

function profileOf(changes: Partial<Profile> = {}, strategies: Partial<Profile["strategies"]> = {}): Profile {
  const sample = sampleProfile(ID, 1);
  return profileSchema.parse({
    ...sample,
    targets: { BTC: "0.6", USD: "0.4" },
    strategies: { ...sample.strategies, assetPool: ["LINK", "ADA", "XYZ"].map(asset), ...strategies },
    ...changes,
  });
}

/** LINK climbs without a doubt; ADA goes up and down as dice would have it; XYZ is traded nowhere. */
function world(profile: Profile = profileOf()) {
  const clock = new ManualClock(Date.UTC(2026, 5, 1));
  const price = (name: string, hour: number) =>
    name === "LINK" ? 10 + hour / 1000 : 10 + ((hour * hour * 7919 + hour * 104729) % 997) / 1000;
  const asked: string[] = [];
  const journaled: JournalEvent[] = [];
  let current = profile;
  const service = new AssetChoiceService({
    profiles: {
      profile: () => current,
      change: async (_id, change, { events }) => {
        current = profileSchema.parse(change(current));
        journaled.push(...events);
        return current;
      },
    },
    market: () => ({
      instrument: (_venue, symbol) => (symbol.startsWith("XYZ") ? null : ({ symbol } as Instrument)),
      quote: () => ({ bid: decimalString("99.9"), ask: decimalString("100.1") }),
      candles: async (_venue, symbol, _timeframe, { before, limit }) => {
        asked.push(symbol);
        const end = Math.floor((before ?? clock.now()) / HOUR_MS);
        const first = Math.floor(clock.now() / HOUR_MS) - HOURS;
        return Array.from({ length: limit }, (_, index) => end - limit + index)
          .filter((hour) => hour >= first)
          .map((hour) => {
            const close = decimalString(price(symbol.split("/")[0] ?? "", hour - first).toFixed(6));
            const common = { open: close, high: close, low: close, close, volume: decimalString("5"), closed: true };
            return { openTime: unixMs(hour * HOUR_MS), ...common } as Candle;
          });
      },
    }),
    totalValue: () => decimalString("30000"),
    clock,
  });
  return { service, clock, asked, journaled, profile: () => current };
}

describe("a proposal", () => {
  it("names the best of the pool, its reasons, what would change and what that costs", async () => {
    const { service, asked } = world();
    const view = assetChoiceViewSchema.parse(await service.read(ID));
    expect(view).toMatchObject({
      kind: "choose",
      holder: null,
      best: "LINK",
      lead: null,
      unread: ["XYZ"],
      nextAt: null,
    });
    expect(view.scores.map((score) => score.asset)).toEqual(["LINK", "ADA"]);
    // A straight climb has one order only; 30 days of five coins an hour at about 12.
    expect(view.scores[0]?.entropy).toBe(0);
    expect(view.scores[1]?.entropy).toBeGreaterThan(0.8);
    expect(view.scores[0]?.volume).toBeCloseTo(5 * 720 * (10 + (HOURS - 360.5) / 1000), 0);
    // A third to LINK: 0.2 from BTC and the rest from cash; of 30,000 that is 6,000 sold and 10,000 bought.
    expect(view.proposal).toEqual({
      targets: { BTC: "0.4", USD: "0.2666666667", LINK: "0.3333333333" },
      targetsReason: null,
      turnover: "15999.999999",
      // A fee of 0.002 and half a spread of 0.001 each time.
      cost: "47.999999997",
    });
    const calls = asked.length;
    await service.read(ID);
    expect(asked).toHaveLength(calls);
  });

  it("taken changes the targets and the chosen asset as they were shown, is journaled, and rests for 30 days", async () => {
    const { service, clock, journaled, profile } = world();
    const { proposal } = await service.read(ID);
    await service.answer(ID, { asset: asset("LINK"), answer: "taken", targets: proposal?.targets ?? null });
    expect(profile().targets).toEqual(proposal?.targets);
    expect(profile().strategies.chosenAsset).toBe("LINK");
    expect(journaled).toEqual([
      { kind: "assetChoice.answered", asset: "LINK", holder: null, answer: "taken", lead: null },
    ]);
    await clock.advance(30 * DAY_MS - 1);
    expect(await service.read(ID)).toMatchObject({ kind: "early", holder: "LINK", nextAt: clock.now() + 1 });
    await clock.advance(1);
    expect(await service.read(ID)).toMatchObject({
      kind: "keep",
      holder: "LINK",
      best: "LINK",
      lead: 0,
      proposal: null,
    });
  });

  it("not taken leaves all as it is, is journaled, and rests for 30 days", async () => {
    const { service, journaled, profile } = world();
    const before = profile();
    const { proposal } = await service.read(ID);
    await service.answer(ID, { asset: asset("LINK"), answer: "kept", targets: proposal?.targets ?? null });
    const { assetChoice, ...after } = profile();
    expect(after).toEqual(before);
    expect(assetChoice).toMatchObject({ asset: "LINK", answer: "kept" });
    expect(journaled).toMatchObject([{ kind: "assetChoice.answered", answer: "kept" }]);
    expect(await service.read(ID)).toMatchObject({ kind: "early", best: null, proposal: null });
  });

  it("that is not the one that was shown is refused, and nothing changes", async () => {
    const { service, journaled, profile } = world();
    const before = profile();
    const { proposal } = await service.read(ID);
    const targets = proposal?.targets ?? null;
    for (const given of [
      { asset: asset("ADA"), targets },
      { asset: asset("LINK"), targets: null },
      { asset: asset("LINK"), targets: { BTC: decimalString("1") } as Targets },
    ]) {
      await expect(service.answer(ID, { answer: "taken", ...given })).rejects.toMatchObject({ code: "INPUT_INVALID" });
    }
    expect(profile()).toEqual(before);
    expect(journaled).toEqual([]);
  });

  it("says that none can be ranked where no market is there", async () => {
    const { service } = world(profileOf({}, { assetPool: [asset("XYZ")] }));
    expect(await service.read(ID)).toMatchObject({ kind: "none", scores: [], unread: ["XYZ"], proposal: null });
  });
});

describe("targets", () => {
  it("go from the one that held the place to the one that takes it, and stay where they are a method's", () => {
    const held = profileOf(
      { targets: { BTC: "0.6", ADA: "0.3", LINK: "0.1" } as unknown as Targets },
      { chosenAsset: asset("ADA") },
    );
    expect(planChoiceTargets(held, asset("LINK")).targets).toEqual({ BTC: "0.6", LINK: "0.4" });
    const base = { ...held, strategies: { ...held.strategies, baseAssets: [asset("ADA")] } };
    expect(planChoiceTargets(base, asset("LINK"))).toEqual({ targets: null, reason: "It has a target already." });
    const computed = { ...held, targetMethod: { ...held.targetMethod, method: "equal" as const } };
    expect(planChoiceTargets(computed, asset("LINK")).reason).toContain("computed by a method");
    expect(planChoiceTargets({ ...held, targets: {} }, asset("LINK")).targets).toBeNull();
  });

  it("keep their sum to the last digit, and each gives no more than its part", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 12 }), (parts) => {
        const targets = Object.fromEntries(
          parts.map((part, index) => [`A${index}`, `0.${String(part).padStart(4, "0")}`]),
        );
        const profile = { ...profileOf(), targets: targets as unknown as Targets };
        const next = planChoiceTargets(profile, asset("LINK")).targets ?? {};
        const sum = (of: Readonly<Record<string, string>>) =>
          Decimal.sum(Object.values(of).map((text) => Decimal.parse(text)));
        expect(sum(next as Record<string, string>).eq(sum(targets))).toBe(true);
        for (const weight of Object.values(next)) expect(Decimal.parse(weight ?? "0").isPositive).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("cost nothing where nothing moves, and cash is not traded", () => {
    const same = { BTC: decimalString("0.5"), USD: decimalString("0.5") } as unknown as Targets;
    const cost = (name: Asset) => (name === asset("USD") ? null : Decimal.parse("0.01"));
    expect(computeChoiceCost({ before: same, after: same }, decimalString("100"), cost)).toEqual({
      turnover: "0",
      cost: "0",
    });
    const more = { BTC: decimalString("1") } as unknown as Targets;
    expect(computeChoiceCost({ before: same, after: more }, decimalString("100"), cost)).toEqual({
      turnover: "50",
      cost: "0.5",
    });
  });
});
