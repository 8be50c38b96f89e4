// Documented and recorded bodies of Coinbase become exact domain values; broken ones become typed errors, never wrong numbers.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EngineError } from "#engine/core/engine-error.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import { candleSchema } from "#shared/domain/candle.ts";
import { decimalString, decimalStringSchema, nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import { clientOrderIdSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { feeTierSchema, instrumentSchema } from "#shared/domain/instrument.ts";
import { keyPermissionsSchema } from "#shared/domain/key-permissions.ts";
import { fillSchema } from "#shared/domain/order.ts";
import { orderBookSchema, rawQuoteSchema } from "#shared/domain/quote.ts";
import { unixMs } from "#shared/domain/time.ts";
import { mutatedJson } from "#testing/mutated-json.ts";
import { parseFeeTier, parseHolding, parseTransaction } from "./parse-account.ts";
import { parseBestPrices, parseBook, parseCandles, parseProduct, parseVolumes } from "./parse-market.ts";
import { parseFill, parseOrder, withRoundedFills } from "./parse-order.ts";
import { parsePermissions } from "./permissions.ts";

const COINBASE = venueIdSchema.parse("coinbase");
const NOW = unixMs(1_767_571_200_000);
const OWN = clientOrderIdSchema.parse("00000000-0000-4000-8000-000000000001");

const answer = (body: unknown) => new Answer(COINBASE, "body", parseExactJson(JSON.stringify(body)));

/** "Get Public Product" as recorded in April 2026, shortened to what is read. */
const PRODUCT = {
  product_id: "BTC-USD",
  product_type: "SPOT",
  base_currency_id: "BTC",
  quote_currency_id: "USD",
  price_increment: "0.01",
  quote_increment: "0.01",
  base_increment: "0.00000001",
  base_min_size: "0.00000001",
  base_max_size: "3400",
  quote_min_size: "1",
  quote_max_size: "150000000",
  volume_24h: "11005.02587005",
  status: "online",
  is_disabled: false,
  trading_disabled: false,
  cancel_only: false,
  limit_only: false,
  post_only: false,
  auction_mode: false,
  view_only: false,
  alias: "",
  alias_to: ["BTC-USDC"],
};
const BTC_USD = (() => {
  const parsed = parseProduct(answer(PRODUCT), COINBASE);
  if (parsed === null) throw new Error("no product");
  return parsed;
})();

/** "Get Order" (docs.cdp.coinbase.com, read 2026-11-26). */
const ORDER = {
  order_id: "9bc1eb3b-5b46-4b71-9628-ae2ed0cca75b",
  product_id: "BTC-USD",
  order_configuration: { limit_limit_gtc: { base_size: "0.2", limit_price: "60000.5", post_only: false } },
  side: "SELL",
  client_order_id: OWN,
  status: "OPEN",
  created_time: "2023-01-16T23:37:23.947030Z",
  filled_size: "0.05",
  average_filled_price: "60001.25",
};

/** A fill of a buy by quote amount, as recorded in ccxt's own comments (`parseTrade`). */
const FILL = {
  trade_id: "b88b821f-10ac-4682-8ff0-01338d8d4d14",
  order_id: "c428d00e-3f75-4d4d-a6c2-0fe1ee1dce25",
  trade_time: "2023-01-18T01:37:38.091377Z",
  price: "21220.64",
  size: "0.0046830664333996",
  commission: "0.0000280983986004",
  product_id: "BTC-USD",
  liquidity_indicator: "UNKNOWN_LIQUIDITY_INDICATOR",
  size_in_quote: true,
  side: "BUY",
};

const ACCOUNT = {
  uuid: "8bfc20d7-f7c6-4422-bf07-8243ca4169fe",
  currency: "BTC",
  available_balance: { value: "1.23456789", currency: "BTC" },
  hold: { value: "0.00500000", currency: "BTC" },
  type: "ACCOUNT_TYPE_CRYPTO",
  platform: "ACCOUNT_PLATFORM_CONSUMER",
};

/** A withdrawal of the older interface, as recorded in ccxt's own comments (`parseTransaction`). */
const SENT = {
  id: "a1794ecf-5693-55fa-70cf-ef731748ed82",
  type: "send",
  status: "pending",
  amount: { amount: "-14.008308", currency: "USDC" },
  created_at: "2024-01-12T01:27:31Z",
  network: { transaction_fee: { amount: "4.008308", currency: "USDC" }, hash: "0xabc" },
};

const BOOK = {
  pricebook: {
    product_id: "BTC-USD",
    bids: [{ price: "68923.66", size: "0.17189468" }],
    asks: [{ price: "68923.67", size: "0.16987193" }],
    time: "2026-04-07T00:28:59.662782Z",
  },
  last: "68923.665",
};

const CANDLES = {
  candles: [
    {
      start: "1712192400",
      low: "66055.14",
      high: "66331.99",
      open: "66312.4",
      close: "66181.6",
      volume: "355.82896243",
    },
    {
      start: "1712188800",
      low: "65857.35",
      high: "66387.77",
      open: "65984.18",
      close: "66314.59",
      volume: "358.74851052",
    },
  ],
};

describe("documented bodies", () => {
  it("a product", () => {
    expect(BTC_USD.instrument).toEqual({
      venue: "coinbase",
      symbol: "BTC/USD",
      base: "BTC",
      quote: "USD",
      priceStep: "0.01",
      amountStep: "0.00000001",
      amountMin: "0.00000001",
      amountMax: "3400",
      costMin: "1",
      costMax: "150000000",
      status: "online",
    });
    expect(BTC_USD.sameBook).toEqual(["BTC-USDC"]);
  });

  it.each([
    ["is_disabled", "offline"],
    ["trading_disabled", "offline"],
    ["view_only", "offline"],
    ["cancel_only", "cancelOnly"],
    ["post_only", "postOnly"],
    ["auction_mode", "postOnly"],
    ["limit_only", "limitOnly"],
  ])("a product with %s is %s", (flag, status) => {
    expect(parseProduct(answer({ ...PRODUCT, [flag]: true }), COINBASE)?.instrument.status).toBe(status);
  });

  it("a product of another kind is none of ours, and CGLD is CELO", () => {
    expect(parseProduct(answer({ ...PRODUCT, product_type: "FUTURE" }), COINBASE)).toBeNull();
    const celo = { ...PRODUCT, product_id: "CGLD-USD", base_currency_id: "CGLD" };
    expect(parseProduct(answer(celo), COINBASE)?.instrument.symbol).toBe("CELO/USD");
  });

  it("an order", () => {
    expect(parseOrder(answer(ORDER), BTC_USD.instrument)).toEqual({
      clientOrderId: OWN,
      venueOrderId: "9bc1eb3b-5b46-4b71-9628-ae2ed0cca75b",
      symbol: "BTC/USD",
      side: "sell",
      quantity: "0.2",
      limitPrice: "60000.5",
      state: "open",
      filledQuantity: "0.05",
      averagePrice: "60001.25",
      createdAt: Date.parse("2023-01-16T23:37:23.947Z"),
    });
  });

  it("an order made elsewhere, and one that spends an amount", () => {
    const spending = {
      ...ORDER,
      client_order_id: "0000-00000-000000",
      order_configuration: { market_market_ioc: { quote_size: "1.5" } },
      status: "FILLED",
      filled_size: "0.0000144833961948",
      average_filled_price: "102795.8999998081720639",
    };
    expect(parseOrder(answer(spending), BTC_USD.instrument)).toMatchObject({
      clientOrderId: null,
      quantity: "0.0000144833961948",
      limitPrice: null,
      state: "filled",
      averagePrice: "102795.8999998081720639",
    });
  });

  it.each([
    ["PENDING", "open"],
    ["QUEUED", "open"],
    ["CANCEL_QUEUED", "open"],
    ["EDIT_QUEUED", "open"],
    ["FILLED", "filled"],
    ["CANCELLED", "canceled"],
    ["EXPIRED", "expired"],
    ["FAILED", "rejected"],
  ])("an order that is %s is %s", (status, state) => {
    expect(parseOrder(answer({ ...ORDER, status }), BTC_USD.instrument).state).toBe(state);
  });

  it("a fill whose size is told in quote", () => {
    expect(parseFill(answer(FILL), BTC_USD.instrument, OWN, NOW)).toMatchObject({
      // 0.0046830664333996 / 21220.64, to the sixteen places in which the venue counts what was bought.
      quantity: "0.000000220684505",
      price: "21220.64",
      fee: { asset: "USD", amount: "0.0000280983986004" },
      liquidity: "taker",
      side: "buy",
    });
    const inBase = { ...FILL, size_in_quote: false, liquidity_indicator: "MAKER" };
    expect(parseFill(answer(inBase), BTC_USD.instrument, OWN, NOW)).toMatchObject({
      quantity: "0.0046830664333996",
      liquidity: "maker",
    });
  });

  it("an order that spends an amount has what its fills sum up to", () => {
    const order = parseOrder(answer({ ...ORDER, filled_size: "0.3333333333333333" }), BTC_USD.instrument);
    const third = { ...parseFill(answer({ ...FILL, size_in_quote: false }), BTC_USD.instrument, OWN, NOW) };
    const fills = [
      { ...third, quantity: decimalString("0.1666666666666666") },
      { ...third, quantity: decimalString("0.1666666666666666") },
    ];
    expect(withRoundedFills(order, fills).filledQuantity).toBe("0.3333333333333332");
    expect(withRoundedFills(order, fills.slice(1)).filledQuantity).toBe("0.3333333333333333");
  });

  it("balances: free and held, a vault, a futures account, an empty one", () => {
    expect(parseHolding(answer(ACCOUNT))).toMatchObject({ code: "BTC" });
    const part = (changes: object) => {
      const row = parseHolding(answer({ ...ACCOUNT, ...changes }));
      return row === null ? null : [row.free?.toString(), row.inOrders?.toString(), row.locked?.toString()];
    };
    expect(part({})).toEqual(["1.23456789", "0.005", undefined]);
    expect(part({ type: "ACCOUNT_TYPE_VAULT" })).toEqual([undefined, undefined, "1.23956789"]);
    expect(part({ platform: "ACCOUNT_PLATFORM_CFM_CONSUMER" })).toEqual([undefined, undefined, "1.23956789"]);
    const zero = { value: "0.00", currency: "BTC" };
    expect(part({ available_balance: zero, hold: zero })).toBeNull();
  });

  it("a transaction: the amount without the network's fee, which is told apart", () => {
    expect(parseTransaction(answer(SENT))).toEqual({
      venueId: "a1794ecf-5693-55fa-70cf-ef731748ed82",
      kind: "withdrawal",
      asset: "USDC",
      amount: "-10",
      fee: "4.008308",
      status: "pending",
      tsEvent: Date.parse("2024-01-12T01:27:31Z"),
      reference: "0xabc",
    });
    const received = { ...SENT, amount: { amount: "0.5", currency: "BTC" }, network: { status: "off_blockchain" } };
    expect(parseTransaction(answer({ ...received, status: "completed" }))).toMatchObject({
      kind: "deposit",
      amount: "0.5",
      fee: null,
      status: "done",
      reference: null,
    });
    const kind = (type: string, sign = "") =>
      parseTransaction(answer({ ...received, type, amount: { amount: `${sign}0.5`, currency: "BTC" } }))?.kind;
    expect(kind("receive")).toBe("deposit");
    expect(kind("exchange_withdrawal")).toBe("deposit");
    expect(kind("exchange_deposit", "-")).toBe("withdrawal");
    expect(kind("advanced_trade_fill")).toBe("trade");
    expect(kind("earn_payout")).toBe("reward");
    expect(kind("staking_transfer", "-")).toBe("transfer");
    expect(kind("some_new_type")).toBe("adjustment");
  });
});

describe("broken bodies", () => {
  const nullable = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);
  const ledgerSchema = z.object({ amount: decimalStringSchema, fee: nullable(nonNegativeDecimalSchema) });
  const orderSchema = z.object({ quantity: nonNegativeDecimalSchema, filledQuantity: nonNegativeDecimalSchema });
  const parsers: readonly (readonly [string, unknown, (body: Answer) => unknown, z.ZodType])[] = [
    ["product", PRODUCT, (body) => parseProduct(body, COINBASE)?.instrument ?? null, nullable(instrumentSchema)],
    ["order", ORDER, (body) => parseOrder(body, BTC_USD.instrument), orderSchema],
    ["fill", FILL, (body) => parseFill(body, BTC_USD.instrument, OWN, NOW), fillSchema],
    ["account", ACCOUNT, (body) => parseHolding(body)?.free?.toString() ?? null, nullable(nonNegativeDecimalSchema)],
    ["transaction", SENT, parseTransaction, nullable(ledgerSchema)],
    ["best prices", BOOK, (body) => parseBestPrices(body, BTC_USD.instrument, NOW), nullable(rawQuoteSchema)],
    ["book", BOOK, (body) => parseBook(body, BTC_USD.instrument, NOW), orderBookSchema],
    ["candles", CANDLES, parseCandles, z.array(candleSchema)],
    ["fees", { fee_tier: { maker_fee_rate: "0.006", taker_fee_rate: "0.012" } }, parseFeeTier, feeTierSchema],
    [
      "rights",
      { can_view: true, can_trade: true, can_transfer: false },
      (body) => parsePermissions(body, NOW),
      keyPermissionsSchema,
    ],
  ];

  it.each(parsers)("%s: a value of the right form, or an error that names the place", (_, right, parse, schema) => {
    expect(schema.safeParse(parse(answer(right))).error).toBeUndefined();
    fc.assert(
      fc.property(mutatedJson(right), (body) => {
        let value: unknown;
        try {
          value = parse(new Answer(COINBASE, "body", body));
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError);
          expect(error).toMatchObject({ code: "VENUE_ANSWER", message: expect.stringContaining("Coinbase") });
          return;
        }
        expect(schema.safeParse(value).error).toBeUndefined();
      }),
    );
  });

  it("a key whose right to transfer is not told is not read", () => {
    expect(() => parsePermissions(answer({ can_view: true, can_trade: true }), NOW)).toThrow(/can_transfer/);
  });
});

describe("recorded bodies", () => {
  const folder = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "wire", "nautilus_trader", "coinbase");
  const missing = `no recorded bodies in ${folder} (SCHWABOT_REFERENCE_DATA names another folder)`;
  const recorded = (name: string) =>
    new Answer(COINBASE, name, parseExactJson(readFileSync(join(folder, `http_${name}.json`), "utf8")));

  it("are all read", ({ skip }) => {
    skip(!existsSync(folder), missing);
    const products = recorded("products").at("products").list();
    expect(products.map((product) => parseProduct(product, COINBASE)?.instrument.symbol)).toEqual([
      "BTC/USD",
      "BTC/USDC",
    ]);
    expect(parseVolumes(recorded("products").at("products")).get("BTC-USD")).toBe("11005.02587005");
    const futures = recorded("products_future").at("products").list();
    expect(futures.map((product) => parseProduct(product, COINBASE))).toEqual(futures.map(() => null));
    expect(parseCandles(recorded("candles")).map(({ close }) => close)).toEqual(["66314.59", "66181.6"]);
    const book = parseBook(recorded("product_book"), BTC_USD.instrument, NOW);
    expect([book.bids.length, book.asks.length]).toEqual([5, 5]);
    expect(parseBestPrices(recorded("product_book"), BTC_USD.instrument, NOW)).toMatchObject({
      bid: "68923.66",
      ask: "68923.67",
      last: "68923.665",
      tsEvent: Date.parse("2026-04-07T00:28:59.662Z"),
    });
    expect(recorded("accounts").at("accounts").list().map(parseHolding)).toHaveLength(2);
    const orders = recorded("orders_list").at("orders").list();
    expect(orders.map((order) => parseOrder(order, BTC_USD.instrument).state)).toEqual(
      orders.map((order) => (order.at("status").value === "OPEN" ? "open" : "filled")),
    );
    const fills = recorded("fills").at("fills").list();
    expect(fills.map((fill) => parseFill(fill, BTC_USD.instrument, OWN, NOW).quantity)).toEqual(["0.005", "0.0325"]);
  });
});
