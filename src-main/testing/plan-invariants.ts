// What must be true of every plan, whichever planner made it? One check a rule; resources/docs/planning.md says the rules.
import { expect } from "vitest";
import type { PlanLeg, PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import { sendPlan } from "./plan-exchange.ts";
import {
  accountOf,
  cashCoins,
  exact,
  holdingsAfter,
  holdingsBefore,
  instrumentOf,
  measurePlan,
  priceOf,
  sumOf,
  weighedAssets,
  worthOf,
} from "./plan-measure.ts";

/** Expects every rule to be kept, and the venue to take each leg and fill it as planned. */
export function expectInvariants(input: PlannerInput, result: PlannerResult): void {
  expectRules(input, result);
  expect(sendPlan(input, result.legs), "what the venue says").toEqual([]);
}

/** Expects every rule to be kept, also with books whose levels are no whole lots: the simulated venue fills none such. */
export function expectRules(input: PlannerInput, result: PlannerResult): void {
  expectFunds(input, result.legs);
  for (const leg of result.legs) expectLegalLeg(input, result, leg);
  expectNoWash(result.legs);
  expectBudgets(input, result);
  expectBookWalk(input, result.legs);
  expectValues(input, result);
  expectNearer(input, result);
}

/** Expects that value is not lost for its own sake. The greedy planner's single pass does not look for that. */
export function expectPurpose(input: PlannerInput, { legs }: PlannerResult): void {
  const { goal } = input.policy;
  if (legs.length === 0 || goal === "raiseCash" || goal === "liquidate") return;
  expectConversionsSpent(input, legs);
  const { before, deviation, cost } = measurePlan(input, legs);
  const nearer = before.minus(deviation);
  expect(nearer.gt(cost.times(2)), `nearer by ${nearer} at a cost of ${cost}`).toBe(true);
}

/** No balance falls below zero in sending order, at the expected nor at the limit price; what is kept stays. */
function expectFunds(input: PlannerInput, legs: readonly PlanLeg[]): void {
  for (const at of ["expected", "limit"] as const) {
    const after = holdingsAfter(input, legs, at, (free) => {
      expect(free.lt(0), `a balance at the ${at} price below zero`).toBe(false);
    });
    const before = holdingsBefore(input);
    for (const kept of [input.policy.cashReserve, input.policy.pinned, notInvested(input)])
      for (const [asset, amount] of Object.entries(kept)) {
        // A coin that pays fees may end below; only its own sales and payments are bound.
        if (!legs.some((leg) => (leg.side === "sell" ? leg.base : leg.quote) === asset)) continue;
        const held = worthOf(input, after, asset);
        const least = exact(amount).times(priceOf(input, asset));
        expect(held.gte(least) || held.gte(worthOf(input, before, asset)), `kept ${asset} at the ${at} price`).toBe(
          true,
        );
      }
  }
}

/** Where only so much of one cash coin may be invested: all the other cash. */
function notInvested(input: PlannerInput): Readonly<Record<string, string>> {
  const { goal, invest } = input.policy;
  if (goal !== "cashFlow" || invest === undefined) return {};
  const owned = (coin: string) =>
    input.accounts.flatMap(({ balances }) =>
      balances
        .filter(({ asset }) => asset === coin)
        .map(({ free, inOrders, earn, locked }) => exact(free).plus(inOrders).plus(earn).plus(locked)),
    );
  return Object.fromEntries(
    cashCoins(input).map((coin) => {
      const kept = sumOf(owned(coin)).minus(coin === invest.asset ? invest.amount : 0);
      return [coin, kept.toString()];
    }),
  );
}

function expectLegalLeg(input: PlannerInput, result: PlannerResult, leg: PlanLeg): void {
  const market = instrumentOf(input, leg);
  const { policy } = input;
  const name = `${leg.accountId} ${leg.side} ${leg.quantity} ${leg.symbol} @${leg.limitPrice}`;
  const holds = (rule: string, kept: boolean) => {
    expect(kept, `${name}: ${rule}`).toBe(true);
  };
  const [quantity, limit, notional] = [exact(leg.quantity), exact(leg.limitPrice), exact(leg.notional)];
  const worst = quantity.times(limit);
  holds("lot step", quantity.gt(0) && quantity.mod(market.amountStep).isZero());
  holds("tick", limit.gt(0) && limit.mod(market.priceStep).isZero());
  holds("amountMin", market.amountMin === null || quantity.gte(market.amountMin));
  holds("amountMax", market.amountMax === null || quantity.lte(market.amountMax));
  holds("costMin", market.costMin === null || worst.gte(market.costMin));
  holds("costMax", market.costMax === null || worst.lte(market.costMax));
  const average = notional.div(quantity);
  const beyond = leg.side === "buy" ? limit.div(average).minus(1) : exact("1").minus(limit.div(average));
  holds("slippage tolerance", beyond.lte(exact(policy.slippageTolerance).plus("1e-40")));
  holds("minimum trade", exact(leg.value).gte(policy.minTradeValue));
  const price = priceOf(input, leg.quote);
  holds("value", exact(leg.value).eq(notional.times(price)));
  const cap = policy.maxOrderFraction;
  if (cap !== undefined) {
    const most = exact(result.totalValue).times(cap);
    holds("order cap", notional.times(price).lte(most) && worst.times(price).lte(most));
  }
  const [paid, got] = leg.side === "buy" ? [leg.quote, leg.base] : [leg.base, leg.quote];
  holds("never sell", !policy.neverSell.includes(paid));
  holds("never buy", !policy.neverBuy.includes(got));
  holds("cash flow sells nothing", policy.goal !== "cashFlow" || input.cashAssets.includes(paid) || leg.side === "buy");
  const weighed = weighedAssets(input);
  holds("untargeted assets untouched", weighed.includes(leg.base) && weighed.includes(leg.quote));
  holds("allowed venues", policy.allowedVenues?.includes(leg.venue) ?? true);
  holds("manual accounts untouched", accountOf(input, leg).kind !== "manual");
}

/** One account never buys and sells the same coin in one plan. */
function expectNoWash(legs: readonly PlanLeg[]): void {
  const sides = new Map<string, string>();
  for (const { accountId, base, side } of legs) {
    const key = `${accountId} ${base}`;
    expect(sides.get(key) ?? side, `wash of ${base} at ${accountId}`).toBe(side);
    sides.set(key, side);
  }
}

/** A cash coin is turned into another to spend it: at most ten times what is spent of it, at one account. */
function expectConversionsSpent(input: PlannerInput, legs: readonly PlanLeg[]): void {
  const coins = cashCoins(input);
  const paid = ({ side, base, quote }: PlanLeg) => (side === "buy" ? quote : base);
  const got = ({ side, base, quote }: PlanLeg) => (side === "buy" ? base : quote);
  const worth = (picked: readonly PlanLeg[]) =>
    sumOf(picked.map((leg) => exact(leg.quantity).times(priceOf(input, leg.base))));
  for (const { accountId } of legs)
    for (const coin of coins) {
      const own = legs.filter((leg) => leg.accountId === accountId);
      const brought = worth(own.filter((leg) => got(leg) === coin && coins.includes(paid(leg))));
      const spent = worth(own.filter((leg) => paid(leg) === coin));
      expect(brought.lte(spent.times(10)), `${coin} converted at ${accountId} without need`).toBe(true);
    }
}

function expectBudgets(input: PlannerInput, { legs, cost, turnover, totalValue }: PlannerResult): void {
  const { maxCostFraction, maxTurnoverFraction } = input.policy;
  const value = exact(totalValue);
  expect(exact(cost.total).lte(value.times(maxCostFraction)), "cost budget").toBe(true);
  if (maxTurnoverFraction !== undefined)
    expect(exact(turnover).lte(value.times(maxTurnoverFraction)), "turnover budget").toBe(true);
  expect(exact(turnover).eq(sumOf(legs.map((leg) => exact(leg.value)))), "turnover is the sum of its legs").toBe(true);
}

/** Notional is the book walked level by level, to the last digit, and no depth is used twice. */
export function expectBookWalk(input: PlannerInput, legs: readonly PlanLeg[]): void {
  const used = new Map<string, ReturnType<typeof exact>>();
  for (const leg of legs) {
    const { book } = instrumentOf(input, leg);
    if (book === null) continue;
    const key = `${leg.venue} ${leg.symbol} ${leg.side}`;
    let skip = used.get(key) ?? exact("0");
    used.set(key, skip.plus(leg.quantity));
    let left = exact(leg.quantity);
    let notional = exact("0");
    for (const [price, size] of leg.side === "buy" ? book.asks : book.bids) {
      const free = skip.gte(size) ? exact("0") : exact(size).minus(skip);
      skip = skip.gte(size) ? skip.minus(size) : exact("0");
      const part = free.lt(left) ? free : left;
      left = left.minus(part);
      notional = notional.plus(part.times(price));
    }
    expect(left.isZero(), `${key}: the book carries it`).toBe(true);
    expect(leg.notional, `${key}: notional`).toBe(notional.toString());
    expect(exact(leg.expectedPrice).minus(notional.div(leg.quantity)).abs().lt("1e-17"), `${key}: average`).toBe(true);
  }
}

/** Before less cost is after, exactly; weights are its quotients. */
function expectValues(input: PlannerInput, result: PlannerResult): void {
  const [before, after] = [holdingsBefore(input), holdingsAfter(input, result.legs, "expected")];
  // A coin's fee is rounded up at 18 places and its value counted exactly, so nothing is lost here.
  const lost = worthOf(input, before).minus(worthOf(input, after));
  expect(result.cost.total, "cost").toBe(lost.toString());
  const { fees, spread, slippage } = result.cost;
  expect(sumOf([fees, spread, slippage].map(exact)).toString(), "parts of the cost").toBe(lost.toString());
  for (const [weights, holdings] of [
    [result.before, before],
    [result.after, after],
  ] as const) {
    const assets = weighedAssets(input);
    const total = sumOf(assets.map((asset) => worthOf(input, holdings, asset)));
    if (!total.gt(0)) continue;
    const shown = new Map<string, string>(Object.entries(weights));
    for (const asset of assets) {
      const off = worthOf(input, holdings, asset)
        .div(total)
        .minus(shown.get(asset) ?? "0");
      expect(off.abs().lte("0.00000000005"), `weight of ${asset}`).toBe(true);
    }
  }
}

/** A plan that trades comes nearer to its goal by the smallest trade at least; none moves away from it. */
function expectNearer(input: PlannerInput, { legs }: PlannerResult): void {
  const { before, deviation, cost } = measurePlan(input, legs);
  expect(deviation.lte(before), `deviation ${deviation} after ${before}`).toBe(true);
  if (legs.length === 0) expect(cost.isZero(), "cost of nothing").toBe(true);
  const inMoney = input.policy.goal === "raiseCash" || input.policy.goal === "liquidate";
  if (legs.length === 0 || inMoney) return;
  const nearer = before.minus(deviation);
  expect(nearer.gte(input.policy.minTradeValue), `nearer by ${nearer}`).toBe(true);
}
