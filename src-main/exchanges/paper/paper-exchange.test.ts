import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { MarketModel } from "#engine/ports/market-model.ts";
import type { PaperExchangeRepository } from "#engine/ports/repositories.ts";
import { accountSchema } from "#shared/domain/account.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import { type Asset, clientOrderIdSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { instrumentSchema } from "#shared/domain/instrument.ts";
import { orderBookSchema } from "#shared/domain/quote.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { recordingLogger, silentLogger } from "#testing/silent-logger.ts";
import { PaperExchange, type PaperExchangeOptions } from "./paper-exchange.ts";

const text = (value: string) => value as DecimalString;
const venue = venueIdSchema.parse("sim-alpha");
const symbol = marketSymbolSchema.parse("BTC/USD");
const instrument = instrumentSchema.parse({
  venue,
  symbol,
  base: "BTC",
  quote: "USD",
  priceStep: "1",
  amountStep: "0.01",
  amountMin: null,
  amountMax: null,
  costMin: "10",
  costMax: null,
  status: "online",
});
const account = accountSchema.parse({
  id: "demo-a-alpha",
  name: "Demo A at Sim Alpha",
  kind: "paper",
  venue,
  fees: { maker: "0.001", taker: "0.002" },
});
const id = (last: number) => clientOrderIdSchema.parse(`00000000-0000-4000-8000-${String(last).padStart(12, "0")}`);

class Market implements MarketModel {
  readonly source = "simulated";
  readonly venues = [venue];
  bids: [string, string][] = [["99", "5"]];
  asks: [string, string][] = [["100", "5"]];
  instruments = () => [instrument];
  feeTier = () => account.fees;
  bookAt: MarketModel["bookAt"] = (_venue, asked, time) =>
    asked === symbol
      ? orderBookSchema.parse({ venue, symbol, bids: this.bids, asks: this.asks, tsEvent: null, tsInit: time })
      : null;
}

function open(options: Partial<PaperExchangeOptions> = {}) {
  const clock = new ManualClock();
  const market = new Market();
  const repository = new MemoryStore().repositories.paperExchange;
  const parts = {
    account,
    market,
    repository,
    clock,
    logger: silentLogger,
    initialDeposits: [{ asset: "USD" as Asset, amount: text("1000") }],
    ...options,
  };
  return { exchange: new PaperExchange(parts), restart: () => new PaperExchange(parts), clock, market, repository };
}
const buy = (last: number, quantity: string, limitPrice: string, kind: "limitIoc" | "limit" = "limitIoc") =>
  ({
    clientOrderId: id(last),
    symbol,
    side: "buy",
    kind,
    quantity: text(quantity),
    limitPrice: text(limitPrice),
  }) as const;
const free = async (exchange: PaperExchange) =>
  Object.fromEntries(
    (await exchange.fetchBalances({})).map(({ asset, free, inOrders }) => [asset, `${free}+${inOrders}`]),
  );

describe("paper exchange", () => {
  it("deposits once, trades, and knows it all after a restart", async () => {
    const { exchange, restart, clock } = open();
    await exchange.start();
    const outcome = await exchange.submitOrder(buy(1, "2", "100"), {});
    expect(outcome).toMatchObject({ kind: "accepted", order: { state: "filled", averagePrice: "100" } });
    if (outcome.kind === "accepted")
      expect(outcome.fills).toMatchObject([{ tradeId: "demo-a-alpha-t1", fee: { asset: "USD", amount: "0.4" } }]);
    const balances = await free(exchange);
    expect(balances).toEqual({ BTC: "2+0", USD: "799.6+0" });
    await exchange.dispose();
    const again = restart();
    expect(await free(again)).toEqual(balances);
    await clock.advance(100);
    const found = await again.findOrder({ clientOrderId: id(1), symbol, sentAt: clock.now() }, {});
    expect(found).toMatchObject({ kind: "found", order: { filledQuantity: "2" }, fills: [{ quantity: "2" }] });
    expect(await again.fetchFills({ since: clock.now() }, {})).toEqual([]);
  });

  it("has written an order down before anyone hears of it: killed in between, it is found", async () => {
    const memory = new MemoryStore().repositories.paperExchange;
    let die = () => {};
    const repository: PaperExchangeRepository = {
      load: memory.load,
      append: async (accountId, records) => {
        await memory.append(accountId, records);
        if (records.length > 1) await new Promise<void>((_, reject) => (die = () => reject(new Error("killed"))));
      },
    };
    const { exchange, clock, market } = open({ repository });
    const sent = exchange.submitOrder(buy(1, "1", "100"), {});
    await clock.advance(1);
    const reborn = new PaperExchange({ account, market, repository: memory, clock, logger: silentLogger });
    await clock.advance(200);
    expect(await reborn.findOrder({ clientOrderId: id(1), symbol, sentAt: clock.now() }, {})).toMatchObject({
      kind: "found",
      order: { state: "filled" },
    });
    die();
    expect(await sent).toEqual({ kind: "unknown", cause: "killed" });
  });

  it("says unknown when its own books cannot be written, and reads them anew", async () => {
    const store = new MemoryStore();
    const { exchange } = open({ repository: store.repositories.paperExchange });
    await exchange.start();
    store.failWrites("STORE_FULL");
    expect(await exchange.submitOrder(buy(1, "1", "100"), {})).toMatchObject({ kind: "unknown" });
    store.heal();
    expect(await free(exchange)).toEqual({ USD: "1000+0" });
    expect(await exchange.submitOrder(buy(1, "1", "100"), {})).toMatchObject({ kind: "accepted" });
  });

  it("checks an order without placing it, with the fee of its fills, and says what is wrong", async () => {
    const { exchange, market } = open();
    market.asks = [
      ["100", "1"],
      ["101", "5"],
    ];
    // 1 at 100 and 1 at 101, of which 0.2 % each.
    expect(await exchange.validateOrder(buy(1, "2", "101"), {})).toEqual({
      kind: "valid",
      fee: { kind: "amount", asset: "USD", amount: "0.402" },
    });
    expect(await exchange.validateOrder(buy(1, "2", "90"), {})).toEqual({ kind: "valid" });
    expect(await exchange.validateOrder(buy(1, "0.05", "101"), {})).toMatchObject({
      kind: "invalid",
      code: "COST_MIN",
    });
    expect(await exchange.validateOrder(buy(1, "0.005", "101"), {})).toMatchObject({
      kind: "invalid",
      code: "LOT_STEP",
    });
    expect(await exchange.validateOrder(buy(1, "20", "101"), {})).toMatchObject({
      kind: "invalid",
      code: "INSUFFICIENT_FUNDS",
    });
    expect(await exchange.fetchOpenOrders({})).toEqual([]);
    expect(await free(exchange)).toEqual({ USD: "1000+0" });
    expect(await exchange.submitOrder(buy(1, "2", "101"), {})).toMatchObject({ kind: "accepted" });
  });

  it("fills a resting order over time, in parts, and after a restart too", async () => {
    const { exchange, restart, clock, market } = open();
    await exchange.submitOrder(buy(1, "3", "90", "limit"), {});
    expect(await free(exchange)).toEqual({ USD: "729.46+270.54" });
    expect(clock.pending).toBe(1);
    market.asks = [["90", "1"]];
    await clock.advance(1_000);
    expect(await exchange.fetchOpenOrders({})).toMatchObject([{ filledQuantity: "1", state: "open" }]);
    await exchange.dispose();
    expect(clock.pending).toBe(0);
    const again = restart();
    await again.start();
    market.asks = [["89", "9"]];
    await clock.advance(1_000);
    expect(await again.fetchOpenOrders({})).toEqual([]);
    expect(await free(again)).toEqual({ BTC: "3+0", USD: "729.73+0" });
    expect(clock.pending).toBe(0);
    expect((await again.fetchFills({ since: 0 as never }, {})).map((fill) => fill.liquidity)).toEqual([
      "maker",
      "maker",
    ]);
  });

  it("cancels, and answers for orders that are over or were never there", async () => {
    const { exchange } = open();
    const outcome = await exchange.submitOrder(buy(1, "3", "90", "limit"), {});
    if (outcome.kind !== "accepted") throw new Error("expected the order to be accepted");
    const { venueOrderId } = outcome.order;
    expect(await exchange.cancelOrder({ venueOrderId, symbol }, {})).toEqual({ kind: "accepted" });
    expect(await exchange.cancelOrder({ venueOrderId, symbol }, {})).toEqual({ kind: "alreadyOver" });
    expect(await exchange.cancelOrder({ venueOrderId: "x" as typeof venueOrderId, symbol }, {})).toEqual({
      kind: "notFound",
    });
    expect(await free(exchange)).toEqual({ USD: "1000+0" });
  });

  it("does not show an order before its visibility lag, and refuses one that arrives after its expiry", async () => {
    const late = { requestMs: () => 6_000, replyMs: () => 0 };
    const { exchange, clock } = open();
    await exchange.submitOrder(buy(1, "1", "100"), {});
    const find = () => exchange.findOrder({ clientOrderId: id(1), symbol, sentAt: clock.now() }, {});
    expect(await find()).toEqual({ kind: "notFound" });
    await clock.advance(100);
    expect(await find()).toMatchObject({ kind: "found" });
    const slow = open({ latency: late });
    const sent = slow.exchange.submitOrder(buy(2, "1", "100"), {});
    await slow.clock.advance(6_000);
    expect(await sent).toMatchObject({ kind: "rejected", code: "REQUEST_EXPIRED" });
  });

  it("answers unknown when aborted after the order left, whatever became of it", async () => {
    const { exchange, clock } = open({ latency: { requestMs: () => 10, replyMs: () => 50 } });
    const controller = new AbortController();
    const sent = exchange.submitOrder(buy(1, "1", "100"), { signal: controller.signal });
    await clock.advance(20);
    controller.abort(new Error("gave up waiting"));
    expect(await sent).toEqual({ kind: "unknown", cause: "gave up waiting" });
    await clock.advance(100);
    const found = exchange.findOrder({ clientOrderId: id(1), symbol, sentAt: clock.now() }, {});
    await clock.advance(100);
    expect(await found).toMatchObject({ kind: "found", order: { state: "filled" } });
  });

  it("passes the venue's refusals on by their codes", async () => {
    const { exchange } = open();
    expect(await exchange.submitOrder(buy(1, "1.001", "100"), {})).toMatchObject({
      kind: "rejected",
      code: "LOT_STEP",
    });
    expect(await exchange.submitOrder(buy(1, "50", "100"), {})).toMatchObject({
      kind: "rejected",
      code: "INSUFFICIENT_FUNDS",
    });
    await expect(exchange.withdraw("USD" as Asset, text("2000"))).rejects.toMatchObject({ code: "INPUT_INVALID" });
    await exchange.withdraw("USD" as Asset, text("400"));
    await exchange.deposit("BTC" as Asset, text("1"));
    expect(await free(exchange)).toEqual({ BTC: "1+0", USD: "600+0" });
  });

  it("refuses damaged records by their number", async () => {
    const repository = new MemoryStore().repositories.paperExchange;
    await repository.append(account.id, [{ seq: 1, record: { kind: "deposited", asset: "USD" } }]);
    const { exchange } = open({ repository, logger: recordingLogger() });
    const failure = await exchange.start().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({ code: "STORE_DAMAGED", message: expect.stringContaining("Record 1") });
  });
});
