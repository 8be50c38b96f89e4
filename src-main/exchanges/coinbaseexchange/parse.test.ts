// Documented bodies of Coinbase Exchange become exact domain values; broken ones become typed errors, never wrong numbers.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EngineError } from "#engine/core/engine-error.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import { candleSchema } from "#shared/domain/candle.ts";
import { decimalStringSchema, nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import { assetSchema, clientOrderIdSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { feeTierSchema, instrumentSchema } from "#shared/domain/instrument.ts";
import { fillSchema } from "#shared/domain/order.ts";
import { orderBookSchema, rawQuoteSchema } from "#shared/domain/quote.ts";
import { unixMs } from "#shared/domain/time.ts";
import { mutatedJson } from "#testing/mutated-json.ts";
import { parseFeeTier, parseHolding, parseLedgerEntry, parseTransfer } from "./parse-account.ts";
import { parseBook, parseCandles, parseProduct, parseTicker } from "./parse-market.ts";
import { parseFill, parseOrder } from "./parse-order.ts";

const VENUE = venueIdSchema.parse("coinbaseexchange");
const NOW = unixMs(1_767_571_200_000);
const OWN = clientOrderIdSchema.parse("00000000-0000-4000-8000-000000000001");
const BTC = assetSchema.parse("BTC");

const ofText = (text: string) => new Answer(VENUE, "body", parseExactJson(text));
const answer = (body: unknown) => ofText(JSON.stringify(body));

/** Bodies of docs.cdp.coinbase.com, Exchange REST (read 2026-11-26), and of ccxt 4.5.84's own comments. */
const PRODUCT = {
  id: "BTC-USD",
  base_currency: "BTC",
  quote_currency: "USD",
  quote_increment: "0.01000000",
  base_increment: "0.00000001",
  display_name: "BTC/USD",
  min_market_funds: "1",
  margin_enabled: false,
  post_only: false,
  limit_only: false,
  cancel_only: false,
  status: "online",
  status_message: "",
  trading_disabled: false,
  auction_mode: false,
};
const BTC_USD = (() => {
  const parsed = parseProduct(answer(PRODUCT), VENUE);
  if (parsed === null) throw new Error("no product");
  return parsed.instrument;
})();

const ORDER = {
  id: "a9625b04-fc66-4999-a876-543c3684d702",
  price: "10.00000000",
  size: "1.00000000",
  product_id: "BTC-USD",
  side: "buy",
  type: "limit",
  time_in_force: "GTC",
  post_only: true,
  created_at: "2020-03-11T20:48:46.622052Z",
  fill_fees: "0.0000000000000000",
  filled_size: "0.30000000",
  executed_value: "2.9900000000000000",
  status: "open",
  settled: false,
  client_oid: OWN,
};

const FILL = {
  created_at: "2019-11-21T01:38:23.878Z",
  trade_id: "78098253",
  product_id: "BTC-USD",
  order_id: "41473628-db2c-464e-b9f4-82df7e4fb4f4",
  liquidity: "T",
  price: "8087.38000000",
  size: "0.00601800",
  fee: "0.2433492642000000",
  side: "sell",
  settled: true,
  funding_currency: "USDC",
};

const TICKER = {
  trade_id: "86326522",
  price: "6268.48",
  size: "0.00698254",
  time: "2020-03-20T00:22:57.833897Z",
  bid: "6265.15",
  ask: "6267.71",
  volume: "53602.03940154",
};

const BOOK = {
  bids: [["6247.58", "6.3578146", "2"]],
  asks: [["6251.52", "2", "1"]],
  sequence: "13051505638",
  time: "2021-02-12T01:09:23.334723Z",
};

const ACCOUNT = { id: "1", currency: "BTC", balance: "1.5000000000000000", hold: "0.5000000000000000", available: "1" };

const TRANSFER = {
  id: "bee6fd7c-afb2-4e47-8298-671d09997d16",
  type: "withdraw",
  created_at: "2022-12-21 00:48:45.477503+00",
  completed_at: "2022-12-21 00:50:00.000000+00",
  canceled_at: null,
  processed_at: null,
  amount: "0.01000000",
  currency: "LTC",
  details: {
    fee: "0.00100000",
    crypto_transaction_hash: "752f35570736341e2a253f7041a34cf1e196fc56128c900fd03d99da899d94c1",
  },
};

const LEDGER = {
  id: "11740725774",
  amount: "-1.7565669701255000",
  balance: "0.0016490047745000",
  created_at: "2021-10-22T03:47:34.764122Z",
  type: "fee",
  details: { order_id: "ad06abf4-95ab-432a-a1d8-059ef572e296", product_id: "ETH-DAI", trade_id: "1740617" },
};

/** Numbers, not texts: their digits are kept all the same. */
const CANDLES = "[[1415398768,0.32,4.2,0.35,4.2,12.300000000000000001],[1415398708,1e-8,3e-8,0.00000002,2e-8,0]]";

describe("documented bodies", () => {
  it("a product", () => {
    expect(BTC_USD).toEqual({
      venue: "coinbaseexchange",
      symbol: "BTC/USD",
      base: "BTC",
      quote: "USD",
      priceStep: "0.01",
      amountStep: "0.00000001",
      amountMin: null,
      amountMax: null,
      costMin: "1",
      costMax: null,
      status: "online",
    });
  });

  it.each([
    [{ status: "delisted" }, "offline"],
    [{ trading_disabled: true }, "offline"],
    [{ cancel_only: true }, "cancelOnly"],
    [{ post_only: true }, "postOnly"],
    [{ auction_mode: true }, "postOnly"],
    [{ limit_only: true }, "limitOnly"],
  ])("a product with %j is %s", (changes, status) => {
    expect(parseProduct(answer({ ...PRODUCT, ...changes }), VENUE)?.instrument.status).toBe(status);
  });

  it("an auction's book is not its market, and CGLD is CELO", () => {
    expect(parseProduct(answer({ ...PRODUCT, id: "BTCAUCTION-USD" }), VENUE)).toBeNull();
    const celo = { ...PRODUCT, id: "CGLD-USD", base_currency: "CGLD" };
    expect(parseProduct(answer(celo), VENUE)?.instrument.symbol).toBe("CELO/USD");
  });

  it("an order", () => {
    expect(parseOrder(answer(ORDER), BTC_USD)).toEqual({
      clientOrderId: OWN,
      venueOrderId: "a9625b04-fc66-4999-a876-543c3684d702",
      symbol: "BTC/USD",
      side: "buy",
      quantity: "1",
      limitPrice: "10",
      state: "open",
      filledQuantity: "0.3",
      averagePrice: "9.9666666666666667",
      createdAt: Date.parse("2020-03-11T20:48:46.622Z"),
    });
  });

  it.each([
    [{ status: "received" }, "open"],
    [{ status: "pending" }, "open"],
    [{ status: "active" }, "open"],
    [{ status: "done", done_reason: "filled" }, "filled"],
    [{ status: "done", done_reason: "canceled" }, "canceled"],
    [{ status: "rejected" }, "rejected"],
  ])("an order with %j is %s", (changes, state) => {
    expect(parseOrder(answer({ ...ORDER, ...changes }), BTC_USD).state).toBe(state);
  });

  it("a pending market order has neither price nor size", () => {
    const { price: _price, size: _size, ...rest } = ORDER;
    const pending = { ...rest, filled_size: "0", executed_value: "0", status: "pending" };
    expect(parseOrder(answer(pending), BTC_USD)).toMatchObject({ quantity: "0", limitPrice: null, averagePrice: null });
  });

  it("a fill, with its fee in what paid", () => {
    expect(parseFill(answer(FILL), BTC_USD, OWN, NOW)).toMatchObject({
      tradeId: "78098253",
      price: "8087.38",
      quantity: "0.006018",
      fee: { asset: "USDC", amount: "0.2433492642" },
      liquidity: "taker",
    });
    expect(parseFill(answer({ ...FILL, fee: "-0.01" }), BTC_USD, OWN, NOW).fee.amount).toBe("-0.01");
    const { funding_currency: _, ...old } = FILL;
    expect(parseFill(answer({ ...old, liquidity: "M" }), BTC_USD, OWN, NOW)).toMatchObject({
      fee: { asset: "USD" },
      liquidity: "maker",
    });
  });

  it("candles, which come as numbers, keep every digit", () => {
    expect(parseCandles(ofText(CANDLES))).toEqual([
      {
        openTime: 1_415_398_708_000,
        low: "0.00000001",
        high: "0.00000003",
        open: "0.00000002",
        close: "0.00000002",
        volume: "0",
        closed: true,
      },
      {
        openTime: 1_415_398_768_000,
        low: "0.32",
        high: "4.2",
        open: "0.35",
        close: "4.2",
        volume: "12.300000000000000001",
        closed: true,
      },
    ]);
  });

  it("a price only where both sides have one", () => {
    expect(parseTicker(answer(TICKER), BTC_USD, NOW)).toMatchObject({
      bid: "6265.15",
      ask: "6267.71",
      last: "6268.48",
    });
    expect(parseTicker(answer({ ...TICKER, bid: "0" }), BTC_USD, NOW)).toBeNull();
    expect(parseTicker(answer({ ...TICKER, ask: null }), BTC_USD, NOW)).toBeNull();
  });

  it("a withdrawal without its fee, which is told apart; states by their times", () => {
    const none = new Map();
    expect(parseTransfer(answer(TRANSFER), none)).toEqual({
      venueId: "bee6fd7c-afb2-4e47-8298-671d09997d16",
      kind: "withdrawal",
      asset: "LTC",
      amount: "-0.009",
      fee: "0.001",
      status: "done",
      tsEvent: Date.parse("2022-12-21T00:48:45.477Z"),
      reference: "752f35570736341e2a253f7041a34cf1e196fc56128c900fd03d99da899d94c1",
    });
    const status = (changes: object) => parseTransfer(answer({ ...TRANSFER, ...changes }), none)?.status;
    expect(status({ completed_at: null })).toBe("pending");
    expect(status({ completed_at: null, processed_at: "2022-12-21 00:50:00+00" })).toBe("failed");
    expect(status({ canceled_at: "2022-12-21 00:50:00+00" })).toBe("failed");
    const { currency: _, ...unnamed } = { ...TRANSFER, type: "deposit", account_id: "7" };
    expect(parseTransfer(answer(unnamed), new Map([["7", BTC]]))).toMatchObject({
      asset: "BTC",
      amount: "0.01",
      kind: "deposit",
    });
  });

  it.each([
    [{}, "fee"],
    [{ type: "match" }, "trade"],
    [{ type: "conversion" }, "trade"],
    [{ type: "rebate" }, "fee"],
    [{ type: "transfer" }, "transfer"],
    [{ type: "transfer", details: { transfer_type: "deposit" } }, "deposit"],
    [{ type: "transfer", details: { transfer_type: "withdraw" } }, "withdrawal"],
    [{ type: "tax_credit" }, "adjustment"],
  ])("a ledger line with %j is a %s", (changes, kind) => {
    expect(parseLedgerEntry(answer({ ...LEDGER, ...changes }), BTC).kind).toBe(kind);
  });
});

describe("broken bodies", () => {
  const nullable = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);
  const ledgerSchema = z.object({ amount: decimalStringSchema, fee: nullable(nonNegativeDecimalSchema) });
  const orderSchema = z.object({ quantity: nonNegativeDecimalSchema, filledQuantity: nonNegativeDecimalSchema });
  const parsers: readonly (readonly [string, unknown, (body: Answer) => unknown, z.ZodType])[] = [
    ["product", PRODUCT, (body) => parseProduct(body, VENUE)?.instrument ?? null, nullable(instrumentSchema)],
    ["order", ORDER, (body) => parseOrder(body, BTC_USD), orderSchema],
    ["fill", FILL, (body) => parseFill(body, BTC_USD, OWN, NOW), fillSchema],
    ["ticker", TICKER, (body) => parseTicker(body, BTC_USD, NOW), nullable(rawQuoteSchema)],
    ["book", BOOK, (body) => parseBook(body, BTC_USD, 5, NOW), orderBookSchema],
    ["account", ACCOUNT, (body) => parseHolding(body)?.free?.toString() ?? null, nullable(nonNegativeDecimalSchema)],
    ["transfer", TRANSFER, (body) => parseTransfer(body, new Map()), nullable(ledgerSchema)],
    ["ledger", LEDGER, (body) => parseLedgerEntry(body, BTC), ledgerSchema],
    ["candles", parseExactJson(CANDLES), parseCandles, z.array(candleSchema)],
    ["fees", { maker_fee_rate: "0.004", taker_fee_rate: "0.006" }, parseFeeTier, feeTierSchema],
  ];

  it.each(parsers)("%s: a value of the right form, or an error that names the place", (_, right, parse, schema) => {
    expect(schema.safeParse(parse(new Answer(VENUE, "body", right))).error).toBeUndefined();
    fc.assert(
      fc.property(mutatedJson(right), (body) => {
        let value: unknown;
        try {
          value = parse(new Answer(VENUE, "body", body));
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError);
          expect(error).toMatchObject({ code: "VENUE_ANSWER", message: expect.stringContaining("Coinbase Exchange") });
          return;
        }
        expect(schema.safeParse(value).error).toBeUndefined();
      }),
    );
  });
});
