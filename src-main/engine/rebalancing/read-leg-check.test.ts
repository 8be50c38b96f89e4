import { describe, expect, it } from "vitest";
import type { ValidationOutcome } from "#engine/ports/exchange-client.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import { plainPlanInput } from "#testing/plain-plan-input.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { readLegCheck } from "./read-leg-check.ts";

/** Sells BTC, then buys ETH with it. */
const { legs } = computeGreedyPlan(
  plainPlanInput({
    accounts: [{ id: "a1", venue: "kraken", free: { BTC: "1", USD: "0" } }],
    markets: [
      { venue: "kraken", symbol: "BTC/USD", bid: "10000", ask: "10000" },
      { venue: "kraken", symbol: "ETH/USD", bid: "1000", ask: "1000" },
    ],
    prices: { BTC: "10000", ETH: "1000" },
    targets: { BTC: "0.5", ETH: "0.5", USD: "0" },
  }),
);
const now = unixMs(5);
const amount = (text: string) => decimal(text).toString();
const read = (index: number, outcome: ValidationOutcome | null, of = legs) => readLegCheck(of, index, outcome, now);

describe("what a venue's answer means for a leg", () => {
  it("is yes, with its fee as it is or as a share of what our own fee is taken of", () => {
    const fee = { asset: legs[0]?.quote ?? ("USD" as never), amount: amount("1.5") };
    expect(read(0, { kind: "valid", fee: { kind: "amount", ...fee }, warnings: ["LARGE_ORDER"] })).toMatchObject({
      state: "ok",
      fee,
      warnings: ["LARGE_ORDER"],
      at: 5,
    });
    const rate = { kind: "rate", rate: amount("0.002") } as const;
    const ofNotional = decimal(legs[0]?.notional ?? "x")
      .mul(decimal("0.002"))
      .toString();
    expect(read(0, { kind: "valid", fee: rate }).fee).toEqual({ asset: "USD", amount: ofNotional });
    const inBase = legs.map((leg) => ({ ...leg, feeAsset: leg.base }));
    const ofQuantity = decimal(legs[0]?.quantity ?? "x")
      .mul(decimal("0.002"))
      .toString();
    expect(read(0, { kind: "valid", fee: rate }, inBase).fee).toEqual({ asset: "BTC", amount: ofQuantity });
    expect(read(0, { kind: "valid" })).toMatchObject({ state: "ok", fee: null, warnings: [] });
  });

  it("is no only where the venue says so, in its own words", () => {
    expect(read(0, { kind: "invalid", code: "MIN", message: "Too small." })).toMatchObject({
      state: "refused",
      code: "MIN",
      detail: "Too small.",
    });
    expect(read(0, { kind: "invalid", code: "MIN", message: "" }).detail).toBe("MIN");
    expect(read(0, { kind: "unknown", cause: "no answer" })).toMatchObject({
      state: "unanswered",
      code: "VENUE_UNREACHABLE",
    });
    expect(read(0, { kind: "notSupported", reason: "It cannot." })).toMatchObject({ state: "notSupported", at: 5 });
    expect(read(0, null).state).toBe("notSupported");
  });

  it("does not mind that money is missing which an earlier leg of the account brings", () => {
    const poor = { kind: "invalid", code: "EOrder:Insufficient funds", message: "" } as const;
    const buy = legs.findIndex(({ side }) => side === "buy");
    expect(buy).toBeGreaterThan(0);
    expect(read(buy, poor)).toMatchObject({
      state: "ok",
      warnings: [expect.stringContaining("sees too little money")],
    });
    // The first leg has none before it: there the venue knows something that we do not.
    expect(read(0, poor)).toMatchObject({ state: "refused", code: "EOrder:Insufficient funds" });
    const elsewhere = legs.map((leg, index) => (index < buy ? { ...leg, accountId: "b1" as never } : leg));
    expect(read(buy, poor, elsewhere).state).toBe("refused");
  });
});
