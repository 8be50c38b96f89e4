import { expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { type Trade, tradeSchema } from "#shared/domain/trade.ts";
import { runFor, startEngine, stopEngine, TradingBench } from "#testing/trading-bench.ts";
import { TradePlanner } from "./trade-planner.ts";

type Json = Record<string, unknown>;
const market = (more: Json = {}): Json => ({
  ...{ venue: "kraken", symbol: "BTC/USD", base: "BTC", quote: "USD", priceStep: "0.01", amountStep: "0.0001" },
  ...{ amountMin: "0.001", amountMax: null, costMin: "5", costMax: null, status: "online", bid: "9999", ask: "10001" },
  book: { bids: [["9999", "3"]], asks: [["10001", "3"]] },
  ...more,
});
const account = (id: string, btc: string, usd: string, more: Json = {}): Json => ({
  ...{ id, name: id, kind: "paper", venue: "kraken", fees: { maker: "0.001", taker: "0.001", feeAsset: "quote" } },
  balances: [
    { asset: "BTC", free: btc, inOrders: "0", earn: "0", locked: "0" },
    { asset: "USD", free: usd, inOrders: "0", earn: "0", locked: "0" },
  ],
  ...more,
});
const input = (more: Json = {}): Json => ({
  ...{ valuationAsset: "USD", cashAssets: ["USD"], instruments: [market()], prices: { BTC: "10000", USD: "1" } },
  accounts: [account("a1", "1", "10000")],
  targets: { BTC: "0.9", USD: "0.1" },
  policy: { tolerance: "0.05", slippageTolerance: "0.001" },
  ...more,
});

const trade = (side: string, by: string, amount: string, more: Json = {}): Trade =>
  tradeSchema.parse({ symbol: "BTC/USD", side, size: { by, amount }, ...more });
const planOf = async (asked: Trade, value: Json = input()) =>
  // The planner checks its input itself, so that a test may hand it anything.
  await new TradePlanner(asked).plan(value as never);
const leg = async (asked: Trade, value?: Json) => {
  const { legs } = await planOf(asked, value);
  expect(legs).toHaveLength(1);
  return `${legs[0]?.accountId} ${legs[0]?.side} ${legs[0]?.quantity} @${legs[0]?.limitPrice}`;
};

it.each([
  ["a quantity, in whole steps", trade("sell", "quantity", "0.12345"), "a1 sell 0.1234 @9989.01"],
  ["a value in the currency", trade("buy", "value", "2500"), "a1 buy 0.25 @10011.00"],
  ["all that is there", trade("sell", "share", "1"), "a1 sell 1 @9989.01"],
  // 10,000 / (10,001 x 1.001 x 1.001) = 0.99790..., so that limit and fee are affordable.
  ["all the money there is", trade("buy", "share", "1"), "a1 buy 0.9979 @10011.00"],
  ["half of what is there, whatever the targets say", trade("sell", "share", "0.5"), "a1 sell 0.5 @9989.01"],
])("plans %s", async (_, asked, expected) => {
  expect(await leg(asked)).toBe(expected);
});

it("says what the weights are after it, exactly, and that targets are not looked at", async () => {
  const plan = await planOf(trade("sell", "quantity", "0.5"));
  expect(plan.before).toEqual({ BTC: "0.5", USD: "0.5" });
  // 0.5 BTC at 9,999 bring 4,999.50 less 4.9995: 5,000 of 19,994.5005 are left in BTC.
  expect(plan.after).toEqual({ BTC: "0.2500687627", USD: "0.7499312373" });
  expect(plan.residuals).toEqual([]);
  expect(plan.warnings.at(-1)).toContain("targets and bands are not looked at");
});

it("goes where it costs least, or where it is told to", async () => {
  const dear = account("a0", "1", "10000", { fees: { maker: "0.002", taker: "0.002", feeAsset: "quote" } });
  const two = input({ accounts: [dear, account("a1", "1", "10000")] });
  expect(await leg(trade("sell", "quantity", "0.1"), two)).toMatch(/^a1 /);
  expect(await leg(trade("sell", "quantity", "0.1", { accountId: "a0" }), two)).toMatch(/^a0 /);
});

it.each([
  [
    "a market that nobody has",
    trade("buy", "quantity", "1", { symbol: "ETH/USD" }),
    /No account of this profile can trade ETH\/USD/,
  ],
  ["another account", trade("buy", "quantity", "1", { accountId: "a9" }), /Account a9 can trade/],
  [
    "less than the smallest order",
    trade("sell", "quantity", "0.0005"),
    /too small at kraken: the smallest order is 0\.001/,
  ],
  [
    "more than there is",
    trade("sell", "quantity", "1.5"),
    /Neither book nor funds carry 1\.5 at kraken: 1 BTC is free/,
  ],
  ["an amount with far too many digits", trade("sell", "quantity", "9".repeat(24)), /Neither book nor funds carry/],
  ["a buy beyond all money", trade("buy", "quantity", "9".repeat(24)), /10000 USD is free/],
  ["more than the book has", trade("sell", "quantity", "3.5"), /Neither book nor funds carry/],
])("refuses %s and says why", async (_, asked, message) => {
  await expect(planOf(asked)).rejects.toMatchObject({
    code: "PLAN_IMPOSSIBLE",
    message: expect.stringMatching(message),
  });
});

const parts = async (asked: Trade, policy: Json) =>
  (await planOf(asked, input({ policy: { slippageTolerance: "0.001", ...policy } }))).legs.map(
    ({ quantity }) => quantity,
  );

it.each([
  // A tenth of 20,000 is 2,000 of money, at 9,999 a little more than 0.2.
  [trade("sell", "quantity", "0.5"), ["0.1667", "0.1667", "0.1666"]],
  [trade("sell", "quantity", "0.2"), ["0.2"]],
  [trade("sell", "quantity", "0.3"), ["0.15", "0.15"]],
])("sends what is above the largest order in equal parts: %o", async (asked, expected) => {
  expect(await parts(asked, { maxOrderFraction: "0.1" })).toEqual(expected);
});

it("buys for all the money there is in parts that funds carry, the fee of each counted", async () => {
  const bought = await parts(trade("buy", "share", "1"), { maxOrderFraction: "0.1" });
  expect(bought.length).toBeGreaterThan(4);
  const sum = bought.reduce((all, part) => all.add(Decimal.parse(part)), Decimal.ZERO);
  expect(sum.lte(Decimal.parse("0.9979"))).toBe(true);
  expect(sum.gte(Decimal.parse("0.9969"))).toBe(true);
});

it("refuses more parts than may still be sent today", async () => {
  await expect(
    parts(trade("sell", "quantity", "0.5"), { maxOrderFraction: "0.1", maxOrders: 2 }),
  ).rejects.toMatchObject({
    code: "PLAN_IMPOSSIBLE",
    message: expect.stringMatching(/takes 3 orders of at most 0\.2\d* at kraken, and 2 may still be sent today/),
  });
});

it("refuses where no order fits between the smallest and the largest", async () => {
  await expect(parts(trade("sell", "quantity", "0.5"), { maxOrderFraction: "0.0001" })).rejects.toMatchObject({
    code: "PLAN_IMPOSSIBLE",
    message: expect.stringMatching(/The largest order that the limits allow at kraken, .*, is below the smallest/),
  });
});

it("refuses nonsense before it plans", () => {
  for (const size of [
    { by: "share", amount: "1.1" },
    { by: "quantity", amount: "0" },
    { by: "lots", amount: "1" },
  ]) {
    expect(tradeSchema.safeParse({ symbol: "BTC/USD", side: "buy", size }).success).toBe(false);
  }
});

it("goes through preview, approval, gates and report like any plan, and once", async () => {
  const bench = new TradingBench();
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  const asked: Trade = { ...trade("sell", "quantity", "0.01"), symbol: marketSymbolSchema.parse("BTC/USD") };
  const { record, nonce, gates } = await runFor(bench.clock, engine.rebalance.preview({ trade: asked }, {}));
  expect(record.plan.legs.map(({ symbol, side, quantity }) => `${side} ${quantity} ${symbol}`)).toEqual([
    "sell 0.01 BTC/USD",
  ]);
  expect(gates.filter(({ ok }) => !ok)).toEqual([]);
  expect(bench.venue.arrived).toEqual([]);
  const { planHash, planId } = record.plan;
  expect(record.plan.trade).toEqual(asked);
  // Its targets are no one's wish: they hold a coin at 0 where none was meant.
  await expect(engine.rebalance.approve({ planHash, nonce, saveTargets: true })).rejects.toMatchObject({
    code: "INPUT_INVALID",
    message: expect.stringContaining("saveTargets"),
  });
  await engine.rebalance.approve({ planHash, nonce, saveTargets: false });
  await runFor(bench.clock, engine.rebalance.idle(planId));
  const done = engine.rebalance.record(planId);
  expect(done.orders.map(({ state, filledQuantity }) => [state, filledQuantity])).toEqual([["FILLED", "0.01"]]);
  expect(done.report?.legs[0]?.outcome).toBe("Filled.");
  expect(bench.venue.arrived).toHaveLength(1);
  await stopEngine(engine);
});
