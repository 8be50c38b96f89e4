import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, ClientOrderId, MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { OrderKind, Side } from "#shared/domain/order.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import { unixMs } from "#shared/domain/time.ts";
import { fromUnits } from "./asset-units.ts";
import type { ExchangeRecord } from "./exchange-record.ts";
import { applyRecord, createExchangeState, type ExchangeState, replayRecords } from "./exchange-state.ts";
import { type ClientIdRule, createExchangeRules, type ExchangeRules } from "./market-rules.ts";
import { balancesOf, venueOrderOf } from "./order-view.ts";
import {
  decideCancel,
  decideMatches,
  decideSubmit,
  decideTransfer,
  type MarketView,
  type SubmitRequest,
} from "./simulated-exchange.ts";

// Hundreds of runs each: a busy machine may need longer than a plain test is given.
vi.setConfig({ testTimeout: 60_000 });
const text = (value: string) => value as DecimalString;
const venue = "sim-alpha" as VenueId;
const BTC_USD: Instrument = {
  venue,
  symbol: "BTC/USD" as MarketSymbol,
  base: "BTC" as Asset,
  quote: "USD" as Asset,
  priceStep: text("0.1"),
  amountStep: text("0.001"),
  amountMin: text("0.002"),
  amountMax: text("50"),
  costMin: text("5"),
  costMax: text("1000000"),
  status: "online",
};
const QUOTE_FEES: FeeTier = { maker: text("0.001"), taker: text("0.002"), feeAsset: "quote" };

const book = (bids: [string, string][], asks: [string, string][], tsEvent = 1): OrderBook => ({
  venue,
  symbol: BTC_USD.symbol,
  bids: bids.map(([price, size]) => [text(price), text(size)]),
  asks: asks.map(([price, size]) => [text(price), text(size)]),
  tsEvent: unixMs(tsEvent),
  tsInit: unixMs(tsEvent),
});
const BOOK = book(
  [
    ["100", "1"],
    ["99", "2"],
  ],
  [
    ["101", "1"],
    ["102", "2"],
  ],
);

class Harness {
  readonly records: ExchangeRecord[] = [];
  readonly state: ExchangeState = createExchangeState();
  readonly rules: ExchangeRules;
  book: OrderBook | null = BOOK;
  coin: Decimal | null = null;
  now = 1_000;
  #ids = 0;

  constructor(options: { fees?: FeeTier; clientIds?: ClientIdRule; instrument?: Partial<Instrument> } = {}) {
    this.rules = createExchangeRules({
      venue,
      accountId: "paper-1" as AccountId,
      fees: options.fees ?? QUOTE_FEES,
      clientIds: options.clientIds ?? "openOnly",
      instruments: [{ ...BTC_USD, ...options.instrument }],
      scales: this.state.scales,
    });
  }

  get view(): MarketView {
    return { now: unixMs(this.now), book: this.book, coinPrice: () => this.coin };
  }

  apply(records: readonly ExchangeRecord[]): void {
    for (const record of records) {
      this.records.push(record);
      applyRecord(this.state, record);
    }
  }

  deposit(asset: string, amount: string): this {
    const record = decideTransfer(this.state, "deposited", asset as Asset, decimal(amount), unixMs(this.now));
    if (record !== null) this.apply([record]);
    return this;
  }

  submit(request: Partial<SubmitRequest>): string {
    this.#ids += 1;
    const decision = decideSubmit(
      this.state,
      this.rules,
      {
        clientOrderId: `c${this.#ids}` as ClientOrderId,
        symbol: BTC_USD.symbol,
        side: "buy",
        kind: "limitIoc",
        quantity: "1",
        limitPrice: "101",
        ...request,
      },
      this.view,
    );
    if (decision.kind === "rejected") return decision.rejection.code;
    this.apply(decision.records);
    const order = venueOrderOf(this.state.orders.get(decision.venueOrderId)!);
    return `${order.state} ${order.filledQuantity}@${order.averagePrice ?? "-"}`;
  }

  match(): void {
    for (const order of [...this.state.openOrders.values()])
      this.apply(decideMatches(this.state, this.rules, order, this.view));
  }

  balance(asset: string): string {
    const balance = this.state.balances.get(asset as Asset) ?? { free: 0n, inOrders: 0n };
    const part = (units: bigint) => fromUnits(this.state.scales, asset as Asset, units).toString();
    return `${part(balance.free)} + ${part(balance.inOrders)}`;
  }
}

describe("filters", () => {
  it.each<[string, Partial<SubmitRequest>]>([
    ["UNKNOWN_SYMBOL", { symbol: "ETH/USD" as MarketSymbol }],
    ["BAD_NUMBER", { quantity: "one" }],
    ["BAD_NUMBER", { quantity: "-1" }],
    ["BAD_NUMBER", { quantity: "0" }],
    ["BAD_NUMBER", { limitPrice: "0" }],
    ["LOT_STEP", { quantity: "1.0001" }],
    ["AMOUNT_MIN", { quantity: "0.001" }],
    ["AMOUNT_MAX", { quantity: "50.001" }],
    ["PRICE_TICK", { limitPrice: "101.05" }],
    ["COST_MIN", { quantity: "0.049" }],
    ["COST_MAX", { quantity: "50", limitPrice: "20000.1" }],
    ["PRICE_MISSING", { limitPrice: null }],
    ["PRICE_NOT_ALLOWED", { kind: "market", limitPrice: "101" }],
    ["COST_MIN", { kind: "market", limitPrice: null, quantity: "0.002" }],
    ["POST_ONLY_WOULD_CROSS", { kind: "postOnly", limitPrice: "101" }],
    ["INSUFFICIENT_FUNDS", { quantity: "40" }],
  ])("%s for %o", (code, request) => {
    const harness = new Harness().deposit("USD", "1000");
    expect(harness.submit(request)).toBe(code);
    expect(harness.records).toHaveLength(1);
  });

  it("needs a book, and a market that takes the kind", () => {
    const harness = new Harness().deposit("USD", "1000");
    harness.book = null;
    expect(harness.submit({})).toBe("NO_BOOK");
    for (const [status, kind, code] of [
      ["offline", "limit", "MARKET_OFFLINE"],
      ["cancelOnly", "limit", "MARKET_OFFLINE"],
      ["limitOnly", "market", "MARKET_OFFLINE"],
      ["postOnly", "limit", "MARKET_OFFLINE"],
    ] as const) {
      const closed = new Harness({ instrument: { status } }).deposit("USD", "1000");
      expect(closed.submit({ kind, limitPrice: kind === "market" ? null : "100" })).toBe(code);
    }
    const limitOnly = new Harness({ instrument: { status: "limitOnly" } }).deposit("USD", "1000");
    expect(limitOnly.submit({ kind: "limit" })).toBe("filled 1@101");
  });

  it("refuses markets whose fills could not be booked to the last unit", () => {
    expect(() => new Harness({ instrument: { priceStep: text("0.0000000000001") } }).rules).not.toThrow();
    expect(() => new Harness({ instrument: { priceStep: text("0.00000000000000001") } })).toThrow(RangeError);
    expect(() => new Harness({ instrument: { amountStep: text("0") } })).toThrow(RangeError);
  });
});

describe("matching", () => {
  it("walks the book and pays the taker fee", () => {
    const harness = new Harness().deposit("USD", "1000");
    expect(harness.submit({ quantity: "2", limitPrice: "102" })).toBe("filled 2@101.5");
    expect(harness.balance("USD")).toBe("796.594 + 0"); // 1000 - 101 - 102 - 0.2 % of 203
    expect(harness.balance("BTC")).toBe("2 + 0");
  });

  it("fills what is there and ends the rest of an IOC order", () => {
    const harness = new Harness().deposit("USD", "1000");
    expect(harness.submit({ quantity: "2" })).toBe("expired 1@101");
    expect(harness.balance("USD")).toBe("898.798 + 0");
    expect(harness.submit({ quantity: "1", limitPrice: "90" })).toBe("expired 0@-");
  });

  it("does not fill the same depth twice until the book refreshes", () => {
    const harness = new Harness().deposit("USD", "10000");
    expect(harness.submit({ quantity: "1" })).toBe("filled 1@101");
    expect(harness.submit({ quantity: "1" })).toBe("expired 0@-");
    harness.book = { ...BOOK, tsInit: unixMs(99) };
    expect(harness.submit({ quantity: "1" })).toBe("expired 0@-");
    harness.book = { ...BOOK, tsEvent: unixMs(2) };
    expect(harness.submit({ quantity: "1" })).toBe("filled 1@101");
  });

  it("takes market orders at what the book has", () => {
    const harness = new Harness().deposit("BTC", "10");
    expect(harness.submit({ side: "sell", kind: "market", limitPrice: null, quantity: "4" })).toBe(
      "expired 3@99.333333333333333333",
    );
    expect(harness.balance("USD")).toBe("297.404 + 0");
    expect(harness.submit({ side: "sell", kind: "market", limitPrice: null, quantity: "1" })).toBe("NO_BOOK");
  });

  it("rests, holds, fills as maker at its own price when the book comes, and frees what is left", () => {
    const harness = new Harness().deposit("USD", "1000");
    expect(harness.submit({ kind: "limit", quantity: "3", limitPrice: "100" })).toBe("open 0@-");
    expect(harness.balance("USD")).toBe("699.4 + 300.6");
    harness.match();
    expect(harness.state.openOrders.size).toBe(1);
    harness.book = book([["98", "1"]], [["99", "2"]], 2);
    harness.match();
    harness.match();
    const order = [...harness.state.orders.values()][0]!;
    expect(venueOrderOf(order)).toMatchObject({ state: "open", filledQuantity: "2", averagePrice: "100" });
    expect(harness.balance("USD")).toBe("699.6 + 100.2");
    harness.book = book([["98", "1"]], [["99", "2"]], 3);
    harness.match();
    expect(venueOrderOf(order)).toMatchObject({ state: "filled", filledQuantity: "3" });
    expect(harness.balance("USD")).toBe("699.7 + 0");
    expect(harness.balance("BTC")).toBe("3 + 0");
  });

  it("cancels once, frees the hold, and knows what is over", () => {
    const harness = new Harness().deposit("BTC", "2");
    harness.submit({ side: "sell", kind: "postOnly", quantity: "1.5", limitPrice: "103" });
    expect(harness.balance("BTC")).toBe("0.5 + 1.5");
    const id = [...harness.state.openOrders.keys()][0]!;
    const decision = decideCancel(harness.state, id, unixMs(5));
    expect(decision.kind).toBe("accepted");
    if (decision.kind === "accepted") harness.apply(decision.records);
    expect(harness.balance("BTC")).toBe("2 + 0");
    expect(decideCancel(harness.state, id, unixMs(6)).kind).toBe("alreadyOver");
    expect(decideCancel(harness.state, "nobody" as typeof id, unixMs(6)).kind).toBe("notFound");
  });

  it("meets levels between two ticks at the worse tick", () => {
    const harness = new Harness().deposit("USD", "1000").deposit("BTC", "1");
    harness.book = book([["100.07", "1"]], [["101.03", "1"]]);
    expect(harness.submit({ quantity: "1", limitPrice: "101.1" })).toBe("filled 1@101.1");
    expect(harness.submit({ side: "sell", quantity: "1", limitPrice: "100" })).toBe("filled 1@100");
  });
});

describe("fees", () => {
  it("takes them in base", () => {
    const harness = new Harness({ fees: { ...QUOTE_FEES, feeAsset: "base" } })
      .deposit("USD", "101")
      .deposit("BTC", "1");
    expect(harness.submit({ quantity: "1" })).toBe("filled 1@101");
    expect(harness.balance("BTC")).toBe("1.998 + 0");
    expect(harness.submit({ side: "sell", quantity: "1", limitPrice: "100" })).toBe("filled 1@100");
    expect(harness.balance("BTC")).toBe("0.996 + 0");
  });

  it("takes them from what is received: base of a buy, quote of a sale", () => {
    const harness = new Harness({ fees: { ...QUOTE_FEES, feeAsset: "received" } }).deposit("USD", "101");
    expect(harness.submit({ quantity: "1" })).toBe("filled 1@101");
    expect(harness.balance("BTC")).toBe("0.998 + 0");
    expect(harness.submit({ side: "sell", quantity: "0.5", limitPrice: "100" })).toBe("filled 0.5@100");
    expect(harness.balance("USD")).toBe("49.9 + 0");
  });

  it("takes them in a coin while it lasts, then in quote", () => {
    const harness = new Harness({ fees: { ...QUOTE_FEES, feeAsset: "BNB" as Asset } })
      .deposit("USD", "1000")
      .deposit("BNB", "0.001");
    harness.coin = decimal("202");
    expect(harness.submit({ quantity: "2", limitPrice: "102" })).toBe("filled 2@101.5");
    expect(harness.balance("BNB")).toBe("0 + 0");
    expect(harness.balance("USD")).toBe("796.796 + 0");
    expect(harness.state.fills.map((fill) => `${fill.fee.amount} ${fill.fee.asset}`)).toEqual([
      "0.001 BNB",
      "0.204 USD",
    ]);
  });
});

describe("client order ids", () => {
  const again = { clientOrderId: "same" as ClientOrderId, kind: "limit", limitPrice: "100", quantity: "1" } as const;

  it("are unique among open orders only", () => {
    const harness = new Harness().deposit("USD", "1000");
    expect(harness.submit(again)).toBe("open 0@-");
    expect(harness.submit(again)).toBe("DUPLICATE_CLIENT_ID");
    harness.book = book([], [["100", "5"]], 2);
    harness.match();
    expect(harness.submit(again)).toBe("filled 1@100");
    expect(harness.state.orders.size).toBe(2);
  });

  it("return the first order where the venue is idempotent", () => {
    const harness = new Harness({ clientIds: "returnsExisting" }).deposit("USD", "1000");
    expect(harness.submit(again)).toBe("open 0@-");
    expect(harness.submit({ ...again, quantity: "2" })).toBe("open 0@-");
    expect(harness.state.orders.size).toBe(1);
  });
});

describe("transfers", () => {
  it("withdraw only what is free", () => {
    const harness = new Harness().deposit("USD", "10").deposit("USD", "0").deposit("USD", "-1");
    expect(harness.records).toHaveLength(1);
    const withdraw = (amount: string) =>
      decideTransfer(harness.state, "withdrawn", "USD" as Asset, decimal(amount), unixMs(1));
    expect(withdraw("10.01")).toBeNull();
    harness.apply([withdraw("4")!]);
    expect(balancesOf(harness.state, "paper-1" as AccountId)).toEqual([
      { accountId: "paper-1", asset: "USD", free: "6", inOrders: "0", earn: "0", locked: "0" },
    ]);
  });
});

const cents = (value: number, places: number) => Decimal.of(BigInt(value), places).toString();
const level = (low: number, high: number) =>
  fc
    .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: 1, max: 5_000 })) //
    .map(([price, size]): [string, string] => [cents(price, 1), cents(size, 3)]);
const step = fc.oneof(
  fc.record({
    do: fc.constant("submit" as const),
    side: fc.constantFrom<Side>("buy", "sell"),
    kind: fc.constantFrom<OrderKind>("limit", "limitIoc", "postOnly", "market"),
    quantity: fc.integer({ min: 0, max: 4_000 }),
    price: fc.integer({ min: 900, max: 1_100 }),
    id: fc.integer({ min: 0, max: 8 }),
  }),
  fc.record({ do: fc.constant("cancel" as const), index: fc.nat(5) }),
  fc.record({
    do: fc.constant("book" as const),
    bids: fc.array(level(900, 1_000), { maxLength: 4 }),
    asks: fc.array(level(980, 1_100), { maxLength: 4 }),
  }),
  fc.record({ do: fc.constant("match" as const) }),
  fc.record({ do: fc.constant("move" as const), amount: fc.integer({ min: -500, max: 500 }) }),
);
const tier = fc.record({
  maker: fc.integer({ min: 0, max: 99 }).map((value) => cents(value, 4)),
  taker: fc.integer({ min: 0, max: 99 }).map((value) => cents(value, 4)),
  feeAsset: fc.constantFrom<FeeTier["feeAsset"]>(
    "quote",
    "base",
    "received",
    "BNB" as Asset,
    "USD" as Asset,
    "BTC" as Asset,
  ),
});

describe("for any run of requests", () => {
  it("conserves value to the last unit, holds what is open, replays to the same state, and goes nowhere below zero", () => {
    let filled = 0;
    fc.assert(
      fc.property(tier, fc.array(step, { minLength: 8, maxLength: 40, size: "max" }), (fees, steps) => {
        const harness = new Harness({ fees }).deposit("USD", "5000").deposit("BTC", "50").deposit("BNB", "0.5");
        harness.coin = decimal("3");
        for (const [index, action] of steps.entries()) {
          harness.now += 1;
          if (action.do === "submit")
            harness.submit({
              clientOrderId: `id${action.id}` as ClientOrderId,
              side: action.side,
              kind: action.kind,
              quantity: cents(action.quantity, 3),
              limitPrice: action.kind === "market" ? null : cents(action.price, 1),
            });
          else if (action.do === "book") {
            const bids = action.bids.sort((left, right) => decimal(right[0]).cmp(decimal(left[0])));
            const asks = action.asks.sort((left, right) => decimal(left[0]).cmp(decimal(right[0])));
            harness.book = book(bids, asks, index + 2);
          } else if (action.do === "match") harness.match();
          else if (action.do === "cancel") {
            const id = [...harness.state.orders.keys()][action.index];
            const decision = id === undefined ? null : decideCancel(harness.state, id, unixMs(harness.now));
            if (decision?.kind === "accepted") harness.apply(decision.records);
          } else {
            const kind = action.amount < 0 ? "withdrawn" : "deposited";
            const amount = cents(Math.abs(action.amount), 0);
            const record = decideTransfer(harness.state, kind, "USD" as Asset, decimal(amount), unixMs(harness.now));
            if (record !== null) harness.apply([record]);
          }
          expectSound(harness);
        }
        filled += harness.state.fills.length;
        expect(snapshot(replayRecords(harness.records))).toEqual(snapshot(harness.state));
      }),
      { numRuns: 400 },
    );
    expect(filled).toBeGreaterThan(300);
  });
});

function expectSound({ state, records, rules }: Harness): void {
  const expected = new Map<string, Decimal>();
  const add = (asset: string, amount: Decimal) =>
    expected.set(asset, (expected.get(asset) ?? Decimal.ZERO).add(amount));
  const usedDepth = new Map<string, Decimal>();
  for (const record of records) {
    if (record.kind === "deposited") add(record.asset, decimal(record.amount));
    if (record.kind === "withdrawn") add(record.asset, decimal(record.amount).neg());
    if (record.kind !== "filled") continue;
    const buys = state.orders.get(record.venueOrderId)!.side === "buy";
    const quantity = decimal(record.quantity);
    const notional = quantity.mul(decimal(record.price));
    add("BTC", buys ? quantity : quantity.neg());
    add("USD", buys ? notional.neg() : notional);
    add(record.fee.asset, decimal(record.fee.amount).neg());
    const key = `${record.book} ${buys} ${record.level}`;
    usedDepth.set(key, (usedDepth.get(key) ?? Decimal.ZERO).add(quantity));
  }
  const holds = new Map<string, bigint>();
  for (const order of state.openOrders.values())
    holds.set(order.holdAsset, (holds.get(order.holdAsset) ?? 0n) + order.hold);
  for (const [asset, balance] of state.balances) {
    expect(balance.free >= 0n && balance.inOrders >= 0n).toBe(true);
    expect(balance.inOrders).toBe(holds.get(asset) ?? 0n);
    const total = fromUnits(state.scales, asset, balance.free + balance.inOrders);
    expect(total.toString()).toBe((expected.get(asset) ?? Decimal.ZERO).toString());
  }
  const market = rules.markets.get(BTC_USD.symbol)!;
  for (const order of state.orders.values()) {
    expect(order.filled.lte(order.quantity)).toBe(true);
    expect(order.quantity.isMultipleOf(market.amountStep)).toBe(true);
    expect(order.quantity.gte(market.amountMin!)).toBe(true);
    if (order.limitPrice === null) continue;
    expect(order.limitPrice.isMultipleOf(market.priceStep)).toBe(true);
    expect(order.quantity.mul(order.limitPrice).gte(market.costMin!)).toBe(true);
  }
}

const snapshot = (state: ExchangeState) =>
  structuredClone({ ...state, scales: null, byClientId: [...state.byClientId] });
