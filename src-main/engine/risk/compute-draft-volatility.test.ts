import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeEwmaVolatility } from "#engine/targets/compute-ewma-volatility.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { computeDraftVolatility, raisesAbove } from "./compute-draft-volatility.ts";

const DAYS = 30;
const PLAN_ID = "00000000-0000-4000-8000-000000000001";
const dec = (text: string) => Decimal.parse(text);
/** A leg of quantity 1 for each money unit. */
const legOf = (side: "buy" | "sell", base: string, value: string, quote = "USD") => ({
  side,
  base,
  quote,
  quantity: value,
  value,
});
const planOf = (before: Record<string, string>, legs: readonly object[], totalValue = "1000") =>
  ({ planId: PLAN_ID, before, legs, totalValue }) as unknown as RebalancePlan;
/** An order of a leg, and whatever else it is said to be. */
const orderOf = (legIndex: number, patch: Partial<Order>) => ({
  order: { planId: PLAN_ID, legIndex, state: "FILLED", quantity: "0", filledQuantity: "0", ...patch } as Order,
});

/** What a person would reckon by hand: the returns of the mix, day by day, cash at rest. */
function byHand(weights: Record<string, number>, past: Record<string, Float64Array>): number {
  const mix = Array.from({ length: DAYS }, (_, day) =>
    Object.entries(weights).reduce((sum, [asset, weight]) => sum + weight * (past[asset]?.[day] ?? 0), 0),
  );
  return computeEwmaVolatility(Float64Array.from(mix)) * Math.sqrt(365);
}

function facts(patch: Partial<Parameters<typeof computeDraftVolatility>[0]>, past: Record<string, Float64Array>) {
  const legs = [legOf("buy", "BTC", "100")];
  return {
    draft: { legIndex: 0, quantity: dec("100"), base: "BTC" as Asset, quote: "USD" as Asset, side: "buy" as const },
    plan: planOf({ BTC: "0.2", ETH: "0.3", USD: "0.5" }, legs),
    planState: "EXECUTING" as const,
    orders: [],
    isCash: (asset: Asset) => asset === "USD",
    dailyReturns: (asset: Asset) => (past[asset] === undefined ? null : { returns: past[asset] }),
    ...patch,
  };
}

const swing = (by: number, turn = 2) => Float64Array.from({ length: DAYS }, (_, day) => (day % turn === 0 ? by : -by));
const PAST = { BTC: swing(0.04), ETH: swing(0.06, 3) };

function known(change: ReturnType<typeof computeDraftVolatility>): { readonly before: number; readonly after: number } {
  if ("unknown" in change) throw new Error(change.unknown);
  return change;
}

describe("volatility with and without an order", () => {
  it("is that of the weights before it and after it, whatever the past and the weights", () => {
    const past = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: DAYS, maxLength: DAYS });
    fc.assert(
      fc.property(
        past,
        past,
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        (btc, eth, held, buy) => {
          const series = { BTC: Float64Array.from(btc), ETH: Float64Array.from(eth) };
          const rest = String(50 - held / 2);
          const plan = planOf(
            { BTC: String(held / 100), ETH: "0.5", USD: rest },
            [legOf("buy", "BTC", String(buy))],
            "100",
          );
          const draft = { ...facts({}, {}).draft, quantity: dec(String(buy)) };
          const { before, after } = known(computeDraftVolatility(facts({ plan, draft }, series)));
          expect(before).toBeCloseTo(byHand({ BTC: held / 100, ETH: 0.5 }, series), 9);
          expect(after).toBeCloseTo(byHand({ BTC: (held + buy) / 100, ETH: 0.5 }, series), 9);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("takes a cross pair from one coin and gives it to the other", () => {
    const plan = planOf({ BTC: "0.2", ETH: "0.3", USD: "0.5" }, [legOf("sell", "BTC", "100", "ETH")]);
    const draft = { ...facts({}, {}).draft, side: "sell" as const, quote: "ETH" as Asset };
    const { after } = known(computeDraftVolatility(facts({ plan, draft }, PAST)));
    expect(after).toBeCloseTo(byHand({ BTC: 0.1, ETH: 0.4 }, PAST), 12);
  });

  it("counts the legs in front: whole before the approval, as far as they were or may be filled after it", () => {
    const legs = [legOf("sell", "ETH", "100"), legOf("buy", "BTC", "100")];
    const plan = planOf({ BTC: "0.2", ETH: "0.3", USD: "0.5" }, legs);
    const draft = { ...facts({}, {}).draft, legIndex: 1 };
    const mixes = [
      { given: { planState: "PREVIEWED" as const }, eth: 0.2 },
      { given: {}, eth: 0.3 },
      {
        given: { orders: [orderOf(0, { state: "CANCELED", quantity: "100" as never, filledQuantity: "40" as never })] },
        eth: 0.26,
      },
      { given: { orders: [orderOf(0, { state: "UNKNOWN", quantity: "90" as never })] }, eth: 0.21 },
      { given: { orders: [orderOf(0, { state: "ATTESTED", quantity: "70" as never })] }, eth: 0.23 },
      {
        given: {
          orders: [orderOf(0, { planId: "other" as never, quantity: "90" as never, filledQuantity: "90" as never })],
        },
        eth: 0.3,
      },
    ];
    for (const { given, eth } of mixes) {
      const { before, after } = known(computeDraftVolatility(facts({ plan, draft, ...given }, PAST)));
      expect(before).toBeCloseTo(byHand({ BTC: 0.2, ETH: eth }, PAST), 12);
      expect(after).toBeCloseTo(byHand({ BTC: 0.3, ETH: eth }, PAST), 12);
    }
  });

  it("is nothing where nothing but cash is held or bought, and never of less than nothing of a coin", () => {
    const cash = planOf({ USD: "1" }, [legOf("buy", "EUR", "100")]);
    const isCash = () => true;
    expect(computeDraftVolatility(facts({ plan: cash, isCash }, {}))).toEqual({ before: 0, after: 0 });
    // The whole of a coin and a little more, as rounding up has it.
    const plan = planOf({ BTC: "0.1", USD: "0.9" }, [legOf("sell", "BTC", "101")]);
    const draft = { ...facts({}, {}).draft, side: "sell" as const, quantity: dec("101") };
    expect(known(computeDraftVolatility(facts({ plan, draft }, PAST))).after).toBe(0);
  });

  it("compares the same days where a coin that is bought has a shorter past, and needs 20 of them", () => {
    const short = (days: number) => PAST.BTC.map((value, day) => (day < DAYS - days ? Number.NaN : value));
    const plan = planOf({ ETH: "0.5", USD: "0.5" }, [legOf("buy", "BTC", "100")]);
    const wild = PAST.ETH.map((value, day) => (day < 5 ? 9 : value));
    const { before, after } = known(computeDraftVolatility(facts({ plan }, { BTC: short(20), ETH: wild })));
    expect(before).toBeLessThan(1);
    expect(after).toBeGreaterThan(before);
    expect(computeDraftVolatility(facts({ plan }, { BTC: short(19), ETH: wild }))).toEqual({
      unknown: "of the last 30 daily returns 19 are known, 20 are needed",
    });
  });

  it("says why it is not known", () => {
    expect(computeDraftVolatility(facts({}, { BTC: PAST.BTC }))).toEqual({
      unknown: "there are no daily prices of ETH",
    });
    const worthless = planOf({}, [legOf("buy", "BTC", "100")], "0");
    expect(computeDraftVolatility(facts({ plan: worthless }, PAST))).toEqual({
      unknown: "the portfolio is worth nothing",
    });
  });
});

describe("a coin that is paid with another one", () => {
  it.each(["buy", "sell"] as const)("leaves the mix as one comes in and the other goes out: %s", (side) => {
    const past = { BTC: swing(0.04), ETH: swing(0.06, 3) };
    const draft = { legIndex: 0, quantity: dec("100"), base: "ETH" as Asset, quote: "BTC" as Asset, side };
    const plan = planOf({ BTC: "0.4", ETH: "0.4", USD: "0.2" }, [legOf(side, "ETH", "100", "BTC")]);
    const { before, after } = known(computeDraftVolatility(facts({ plan, draft }, past)));
    const [more, less] = side === "buy" ? ["ETH", "BTC"] : ["BTC", "ETH"];
    expect(before).toBeCloseTo(byHand({ BTC: 0.4, ETH: 0.4 }, past), 9);
    expect(after).toBeCloseTo(byHand({ [more]: 0.5, [less]: 0.3 }, past), 9);
  });

  it("counts the last 30 days only", () => {
    const long = Float64Array.from([...Array.from({ length: 60 }, () => 0.5), ...PAST.BTC]);
    const { before } = known(computeDraftVolatility(facts({}, { BTC: long, ETH: PAST.ETH })));
    expect(before).toBeCloseTo(byHand({ BTC: 0.2, ETH: 0.3 }, PAST), 9);
  });
});

describe("an order may not be sent", () => {
  it.each([
    [{ before: 0.7, after: 0.8 }, true],
    [{ before: 0.7, after: 0.75 }, false],
    [{ before: 0.8, after: 0.8 }, false],
    [{ before: 0.9, after: 0.8 }, false],
    [{ unknown: "no prices" }, false],
  ])("above a ceiling of 0.75: %o is %s", (change, denied) => {
    expect(raisesAbove(change, dec("0.75").toString())).toBe(denied);
  });
});
