import { describe, expect, it } from "vitest";
import { toCovariance } from "#engine/targets/compute-covariance.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { plainPlanInput } from "#testing/plain-plan-input.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { computeDrifts, computePayingBand, computeVerdict, type PlanRisk } from "./compute-verdict.ts";

const BTC = "BTC" as Asset;
const ETH = "ETH" as Asset;
const daily = (annual: number) => annual / Math.sqrt(365);

/** Two assets of these yearly volatilities and this correlation. */
function riskOf(btc: number, eth: number, correlation: number): PlanRisk {
  const both = daily(btc) * daily(eth) * correlation;
  return {
    assets: [BTC, ETH],
    covariance: toCovariance([
      [daily(btc) ** 2, both],
      [both, daily(eth) ** 2],
    ]),
    shrinkage: 0.25,
    returns: 90,
    from: unixMs(0),
    to: unixMs(90 * 86_400_000),
    missing: [],
  };
}

/** 10,000 USD: BTC above its target by `drift` points, ETH below by as much. Costs 0.1 % of what is traded. */
function drifted(points: number, policy: Record<string, unknown> = {}) {
  const input = plainPlanInput({
    accounts: [
      {
        id: "a1",
        venue: "kraken",
        free: { BTC: String(0.4 + points / 100), ETH: String(4 - points / 10), USD: "2000" },
      },
    ],
    markets: [
      { venue: "kraken", symbol: "BTC/USD", bid: "10000", ask: "10000" },
      { venue: "kraken", symbol: "ETH/USD", bid: "1000", ask: "1000" },
    ],
    prices: { BTC: "10000", ETH: "1000" },
    targets: { BTC: "0.4", ETH: "0.4", USD: "0.2" },
    policy: { tolerance: "0", ...policy },
  });
  return { input, result: computeGreedyPlan(input) };
}

const judged = ({ input, result }: ReturnType<typeof drifted>, risk: PlanRisk) =>
  computeVerdict(input, result, { drifts: computeDrifts(input), risk });

describe("the band of one asset", () => {
  it("is 4.5 points at 20 bp cost, 60 % volatility and 30 days (design of the domain, section 5)", () => {
    const band = computePayingBand({ costRate: 0.002, gamma: 3, volatility: 0.6, days: 30 });
    // 2 x 0.002 / (3 x 0.36 x 30 / 365) = 4.506 points.
    expect(band).toBeCloseTo(0.0450617, 7);
  });

  it("has at its edge as much loss of waiting as cost of acting", () => {
    const terms = { costRate: 0.0037, gamma: 2.5, volatility: 0.83, days: 17 };
    const band = computePayingBand(terms) ?? 0;
    const loss = 0.5 * terms.gamma * (terms.days / 365) * (terms.volatility * band) ** 2;
    expect(loss).toBeCloseTo(terms.costRate * band, 12);
  });

  it("is not there where risk costs nothing", () => {
    expect(computePayingBand({ costRate: 0.002, gamma: 0, volatility: 0.6, days: 30 })).toBeNull();
    expect(computePayingBand({ costRate: 0.002, gamma: 3, volatility: 0, days: 30 })).toBeNull();
  });
});

describe("act or wait", () => {
  it("acts when drift costs more than trading, with the loss of the formula", () => {
    const { input, result } = drifted(10);
    const verdict = judged({ input, result }, riskOf(0.6, 0.8, 0.7));
    // d'Sd = 0.1^2 (0.36 + 0.64 - 2 x 0.7 x 0.48) = 0.00328; L = 0.5 x 3 x 30/365 x 0.00328 x 10,000 = 4.0438 USD.
    expect(Number(verdict.waitingLoss)).toBeCloseTo(4.043835, 5);
    expect(Number(verdict.waitingLossBp)).toBeCloseTo(4.0438, 3);
    expect(verdict.cost).toBe(result.cost.total);
    // 1,000 USD sold and as much bought, at 0.1 %.
    expect(Number(verdict.cost)).toBeCloseTo(2, 1);
    expect(verdict.advice).toBe("act");
    expect(verdict.reason).toContain("4.04 USD");
    expect(Number(verdict.lossLeft)).toBeLessThan(0.01);
    // One sigma over 30 days: sqrt(0.00328 x 30/365) x 10,000.
    expect(Number(verdict.oneSigma)).toBeCloseTo(164.19, 1);
    expect(verdict).toMatchObject({ riskAversion: "3", horizonDays: 30 });
    expect(verdict.history).toMatchObject({ returns: 90, assets: ["BTC", "ETH"], missing: [], shrinkage: "0.25" });
  });

  it("waits when drift is small: its loss falls with its square, costs only in proportion", () => {
    const { input, result } = drifted(2);
    const verdict = judged({ input, result }, riskOf(0.6, 0.8, 0.7));
    expect(result.legs.length).toBeGreaterThan(0);
    expect(Number(verdict.waitingLoss)).toBeCloseTo(4.043835 / 25, 5);
    expect(verdict.advice).toBe("wait");
    expect(verdict.reason).toContain("Acting costs 0.40 USD");
  });

  it("follows gamma and horizon as set", () => {
    const { input, result } = drifted(2, { riskAversion: "9", horizonDays: 120 });
    const verdict = judged({ input, result }, riskOf(0.6, 0.8, 0.7));
    expect(Number(verdict.waitingLoss)).toBeCloseTo((4.043835 / 25) * 12, 4);
    expect(verdict).toMatchObject({ riskAversion: "9", horizonDays: 120, advice: "act" });
  });

  it("gives each asset its drift, volatility, own cost and band", () => {
    const { input, result } = drifted(10);
    const [btc, eth] = judged({ input, result }, riskOf(0.6, 0.8, 0.7)).assets;
    expect(btc).toMatchObject({ asset: "BTC", drift: "0.1", costRate: "0.001" });
    expect(Number(btc?.volatility)).toBeCloseTo(0.6, 9);
    expect(Number(btc?.payingBand)).toBeCloseTo(0.0225309, 6);
    expect(eth).toMatchObject({ asset: "ETH", drift: "-0.1" });
    expect(Number(eth?.payingBand)).toBeCloseTo(0.0126736, 6);
  });

  it("does not know without the past of every drifting asset, and names what is missing", () => {
    const { input, result } = drifted(10);
    const risk = { ...riskOf(0.6, 0.8, 0.7), covariance: null, shrinkage: null, missing: [ETH] };
    const verdict = judged({ input, result }, risk);
    expect(verdict).toMatchObject({ advice: "unknown", waitingLoss: null, lossLeft: null, oneSigma: null });
    expect(verdict.reason).toContain("How risky ETH is cannot be told");
  });

  it("waits where there is nothing to send, whatever is known", () => {
    const { input, result } = drifted(0);
    expect(computeDrifts(input).every(({ drift }) => drift.isZero)).toBe(true);
    const verdict = judged({ input, result }, { ...riskOf(0.6, 0.8, 0.7), covariance: null });
    expect(verdict).toMatchObject({ advice: "wait", reason: "There is nothing to send.", cost: "0", costBp: "0" });
  });
});
