// Is what one profile sells and another buys found once, with exactly the fees that it costs?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Asset, ProfileId } from "#shared/domain/ids.ts";
import { computeNetting, type NettingLeg } from "./compute-netting.ts";

function leg(profileId: string, side: "buy" | "sell", quantity: string, base = "BTC", fee = "1"): NettingLeg {
  return {
    profileId: profileId as ProfileId,
    base: base as Asset,
    side,
    quantity: quantity as DecimalString,
    fee: fee as DecimalString,
  };
}

describe("netting", () => {
  it("finds what one sells and another buys, and both fees on that part", () => {
    expect(computeNetting([leg("a", "sell", "0.5", "BTC", "10"), leg("b", "buy", "0.2", "BTC", "3")])).toEqual([
      { asset: "BTC", seller: "a", buyer: "b", quantity: "0.2", feeSaved: "7" },
    ]);
  });

  it("matches each part once, in the order of the legs", () => {
    const matches = computeNetting([
      leg("a", "sell", "3"),
      leg("b", "buy", "2"),
      leg("c", "sell", "1"),
      leg("d", "buy", "5"),
    ]);
    expect(matches.map(({ seller, buyer, quantity }) => `${seller}>${buyer} ${quantity}`)).toEqual([
      "a>b 2",
      "a>d 1",
      "c>d 1",
    ]);
  });

  it("nets nothing inside one profile, across assets, or where all go the same way", () => {
    expect(computeNetting([leg("a", "sell", "1"), leg("a", "buy", "1")])).toEqual([]);
    expect(computeNetting([leg("a", "sell", "1"), leg("b", "buy", "1", "ETH")])).toEqual([]);
    expect(computeNetting([leg("a", "buy", "1"), leg("b", "buy", "1")])).toEqual([]);
  });

  it("refuses a leg without a quantity", () => {
    expect(() => computeNetting([leg("a", "sell", "0")])).toThrow("Expected a quantity above zero, got 0.");
  });

  it("never nets more than a leg has nor saves more than the fees, and leaves no pair that could still be netted", () => {
    const legs = fc.array(
      fc
        .tuple(
          fc.constantFrom("a", "b", "c"),
          fc.constantFrom("buy" as const, "sell" as const),
          fc.integer({ min: 1, max: 1e6 }),
          fc.constantFrom("BTC", "ETH"),
          fc.integer({ min: 0, max: 500 }),
        )
        .map(([id, side, units, base, cents]) => leg(id, side, `${units / 1000}`, base, `${cents / 100}`)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(legs, (all) => {
        const matches = computeNetting(all);
        const sum = (values: readonly string[]) => Decimal.sum(values.map(decimal));
        expect(sum(matches.map(({ feeSaved }) => feeSaved)).lte(sum(all.map(({ fee }) => fee)))).toBe(true);
        for (const id of ["a", "b", "c"]) {
          for (const asset of ["BTC", "ETH"]) {
            const has = (side: string) =>
              sum(
                all
                  .filter((one) => one.profileId === id && one.base === asset && one.side === side)
                  .map((one) => one.quantity),
              );
            const used = (role: "seller" | "buyer") =>
              sum(
                matches.filter((match) => match[role] === id && match.asset === asset).map(({ quantity }) => quantity),
              );
            expect(used("seller").lte(has("sell"))).toBe(true);
            expect(used("buyer").lte(has("buy"))).toBe(true);
            const isLeft = (role: "seller" | "buyer", side: string) => used(role).lt(has(side));
            if (!isLeft("seller", "sell")) continue;
            for (const other of ["a", "b", "c"].filter((one) => one !== id)) {
              const bought = sum(
                matches
                  .filter((match) => match.buyer === other && match.asset === asset)
                  .map(({ quantity }) => quantity),
              );
              const wanted = sum(
                all
                  .filter((one) => one.profileId === other && one.base === asset && one.side === "buy")
                  .map((one) => one.quantity),
              );
              expect(bought.eq(wanted)).toBe(true);
            }
          }
        }
      }),
    );
  });
});
