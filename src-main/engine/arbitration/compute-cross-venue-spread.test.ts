// Is a spread between venues proposed only where everything it costs leaves more than 10 basis points for 3 seconds?
import { describe, expect, it } from "vitest";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import {
  computeSpreadScore,
  isSpreadProposed,
  nextSpreadEpisode,
  type SpreadEpisode,
  type SpreadInput,
  type SpreadScore,
} from "./compute-cross-venue-spread.ts";

const text = (value: string) => value as DecimalString;
const side = (venue: string, bid: string, ask: string) => ({
  ...{ venue: venue as VenueId, bid: text(bid), ask: text(ask) },
  ...{ takerFee: text("0.001"), slippageBp: 1 },
});
const INPUT: SpreadInput = {
  buy: { ...side("kraken", "99.9", "100.1"), freeCash: text("1001") },
  sell: { ...side("binance", "100.9", "101.1"), freeCoins: text("4") },
  size: text("5"),
  lagMs: 0,
  volatility: 0.6,
};

describe("the score", () => {
  it("is the gap of the middles less both fees, half spreads, slippage and what the price may do in the lag", () => {
    const { gap, fees, halfSpreads, slippage, lag, score } = computeSpreadScore({ ...INPUT, lagMs: 1_000 });
    expect(gap).toBeCloseTo((1 / 100.5) * 10_000, 9);
    expect(fees).toBeCloseTo(20, 9);
    expect(halfSpreads).toBeCloseTo((0.2 / 100.5) * 10_000, 9);
    expect(slippage).toBe(2);
    // 60 % a year over one second: 0.6 x sqrt(1 / 31,536,000).
    expect(lag).toBeCloseTo(1.068, 3);
    expect(score).toBeCloseTo(gap - fees - halfSpreads - slippage - lag, 9);
  });

  it("is negative the other way round", () => {
    const { buy, sell } = INPUT;
    const turned = { ...INPUT, buy: { ...sell, freeCash: text("1") }, sell: { ...buy, freeCoins: text("1") } };
    expect(computeSpreadScore(turned).gap).toBeCloseTo(-computeSpreadScore(INPUT).gap, 9);
    expect(computeSpreadScore(turned).score).toBeLessThan(0);
  });

  it("is for what both accounts have: coins there, money for the ask and its fee here, and the size", () => {
    expect(computeSpreadScore(INPUT).quantity).toBe("4");
    expect(computeSpreadScore({ ...INPUT, size: text("0.5") }).quantity).toBe("0.5");
    const poor = computeSpreadScore({ ...INPUT, buy: { ...INPUT.buy, freeCash: text("100.2001") } });
    expect(poor.quantity).toBe("1");
  });

  it.each([
    ["0", "100"],
    ["101", "100"],
  ])("refuses a bid of %s and an ask of %s", (bid, ask) => {
    const buy = { ...INPUT.buy, bid: text(bid), ask: text(ask) };
    expect(() => computeSpreadScore({ ...INPUT, buy })).toThrow(
      `Expected 0 < bid <= ask on kraken, got ${bid} and ${ask}.`,
    );
  });
});

describe("the proposal", () => {
  const run = (steps: readonly (readonly [number, number, string?])[]) => {
    let episode: SpreadEpisode = null;
    return steps.map(([at, score, quantity = "1"]) => {
      const known: Pick<SpreadScore, "score" | "quantity"> = { score, quantity: text(quantity) };
      episode = nextSpreadEpisode(episode, known, unixMs(at));
      return isSpreadProposed(episode, unixMs(at));
    });
  };

  it("comes after 3 s above 10 basis points", () => {
    expect(
      run([
        [0, 10.1],
        [2_999, 12],
        [3_000, 11],
      ]),
    ).toEqual([false, false, true]);
  });

  it("waits anew after a break, and does not come at 10 or without a quantity", () => {
    expect(
      run([
        [0, 20],
        [2_000, 10],
        [3_000, 20],
        [5_999, 20],
        [6_000, 20],
      ]),
    ).toEqual([false, false, false, false, true]);
    expect(
      run([
        [0, 20, "0"],
        [9_000, 20, "0"],
      ]),
    ).toEqual([false, false]);
  });
});
