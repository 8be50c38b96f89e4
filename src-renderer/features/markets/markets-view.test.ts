import { describe, expect, it } from "vitest";
import { pricesSchema } from "#shared/contract/market-data.ts";
import type { Prices } from "#shared/contract/views.ts";
import { candleSchema } from "#shared/domain/candle.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { type Instrument, instrumentSchema } from "#shared/domain/instrument.ts";
import { consensusPriceSchema, type OrderBook, orderBookSchema } from "#shared/domain/quote.ts";
import { samplePortfolio } from "#shared/domain/testing-portfolio.ts";
import { transactionSchema } from "#shared/domain/transaction.ts";
import { doubtOfMarket, toConsensusView } from "./consensus-view.ts";
import { toFillMarks } from "./fill-marks.ts";
import { toLadder } from "./ladder-view.ts";
import { appendCandle, asLists, joinOlder } from "./live-candles.ts";
import { findMarket, firstMarket, marketFor, marketsOf } from "./market-choice.ts";
import { dayChange, toWatchList } from "./watch-list-view.ts";

const NOW = 10_000;

function instrument(venue: string, symbol: string): Instrument {
  const [base, quote] = symbol.split("/");
  return instrumentSchema.parse({
    venue,
    symbol,
    base,
    quote,
    priceStep: "0.01",
    amountStep: "0.001",
    amountMin: null,
    amountMax: null,
    costMin: null,
    costMax: null,
    status: "online",
  });
}

const price = (asset: string, value: string, fields: object = {}) =>
  consensusPriceSchema.parse({
    asset,
    currency: "USD",
    price: value,
    state: "live",
    ageMs: 0,
    path: [],
    sources: [],
    assumedPar: false,
    price24hAgo: null,
    ...fields,
  });

const quote = (
  venue: string,
  symbol: string,
  bid: string,
  ask: string,
  state = "live",
  reason: string | null = null,
) => ({
  venue,
  symbol,
  bid,
  ask,
  last: null,
  volume24h: null,
  tsEvent: null,
  tsInit: NOW,
  source: "simulated",
  state,
  reason,
  confirmedAt: NOW - 400,
});

const source = (venue: string, symbol: string) => ({ venue, symbol, mid: "1", ageMs: 0, state: "live" });

describe("which market is shown", () => {
  const all = [
    instrument("sim-beta", "ETH/USD"),
    instrument("sim-alpha", "ETH/BTC"),
    instrument("sim-alpha", "ETH/USD"),
    instrument("sim-beta", "BTC/USD"),
  ];

  it("is the one the address names, if there is one", () => {
    expect(findMarket(all, ["sim-alpha", "ETH/BTC"])).toBe(all[1]);
    expect(findMarket(all, ["sim-alpha", "__proto__"])).toBeUndefined();
    expect(findMarket(all, [])).toBeUndefined();
  });

  it("lists markets in the currency first", () => {
    expect(marketsOf(all, "ETH", "USD").map(({ venue, symbol }) => `${venue} ${symbol}`)).toEqual([
      "sim-alpha ETH/USD",
      "sim-beta ETH/USD",
      "sim-alpha ETH/BTC",
    ]);
  });

  it("stays at the venue on screen where that has the asset", () => {
    expect(marketFor(all, "ETH", "USD", "sim-beta")).toBe(all[0]);
    expect(marketFor(all, "BTC", "USD", "sim-alpha")).toBe(all[3]);
    expect(marketFor(all, "XYZ", "USD", undefined)).toBeUndefined();
  });

  it("is by default that of the first holding that is no cash", () => {
    const { positions } = samplePortfolio([
      { asset: "USDC", quantity: "1", isCash: true },
      { asset: "XYZ", quantity: "1" },
      { asset: "BTC", quantity: "1" },
    ]);
    expect(firstMarket(all, positions, "USD")).toBe(all[3]);
    expect(firstMarket(all, [], "USD")).toBe(all[0]);
  });
});

describe("watch list", () => {
  const prices: Prices = pricesSchema.parse({
    prices: [price("USD", "1"), price("SOL", "110", { price24hAgo: "100" }), price("BTC", "5"), price("ADA", "1")],
    quotes: [],
    unresolved: [{ asset: "XYZ", reason: "no market" }],
  });

  it("has what is held in the portfolio's order, then the rest by name, without the currency", () => {
    const list = toWatchList(
      prices,
      samplePortfolio([
        { asset: "BTC", quantity: "1" },
        { asset: "SOL", quantity: "2" },
        { asset: "ADA", quantity: "0" },
        { asset: "USD", quantity: "9" },
      ]),
    );
    expect(list.held.map(({ asset }) => asset)).toEqual(["BTC", "SOL"]);
    expect(list.others.map(({ asset, reason }) => [asset, reason])).toEqual([
      ["ADA", null],
      ["XYZ", "no market"],
    ]);
  });

  it("tells the change of a day as amount and share, or nothing", () => {
    expect(dayChange(price("SOL", "110", { price24hAgo: "100" }))).toEqual({ amount: "10", share: "0.1" });
    expect(dayChange(price("SOL", "110"))).toBeNull();
    expect(dayChange(price("SOL", "110", { price24hAgo: "0" }))).toBeNull();
  });
});

describe("consensus", () => {
  const prices: Prices = pricesSchema.parse({
    prices: [
      price("SOL", "100", { sources: [source("sim-alpha", "SOL/USD"), source("sim-alpha", "SOL/USDC")] }),
      price("USDC", "0.5"),
    ],
    quotes: [
      quote("sim-beta", "SOL/USD", "98.9", "99.1", "stale", "No confirmation from the venue for 20 s."),
      quote("sim-alpha", "SOL/USDC", "200", "204"),
      quote("sim-alpha", "SOL/USD", "99.99", "100.03"),
      quote("sim-alpha", "SOL/BTC", "1", "2"),
    ],
    unresolved: [],
  });

  it("sets each venue's mid, in the currency, against the median", () => {
    const view = toConsensusView(prices, "SOL", NOW);
    expect(
      view?.rows.map(({ symbol, venue, mid, off, ageMs, used }) => [symbol, venue, mid, off, ageMs, used]),
    ).toEqual([
      ["SOL/BTC", "sim-alpha", null, null, 400, false],
      ["SOL/USD", "sim-alpha", "100.01", "0.0001", 400, true],
      ["SOL/USD", "sim-beta", "99", "-0.01", 400, false],
      ["SOL/USDC", "sim-alpha", "101", "0.01", 400, true],
    ]);
    expect(view?.rows.map(({ bid, ask, spread }) => [bid, ask, spread])[1]).toEqual(["99.99", "100.03", "0.00039996"]);
    expect(view?.how).toBe("median of 2");
    expect(view?.leftOut).toBe("SOL/USD at Sim Beta left out, stale");
  });

  it("doubts a price that is old, and one that strays, each with its reason", () => {
    const view = toConsensusView(prices, "SOL", NOW);
    expect(view?.doubt).toBeNull();
    expect(view?.rows.map(({ doubt }) => doubt?.reason ?? null)).toEqual([
      null,
      null,
      "No confirmation from the venue for 20 s.",
      "It strays: 1.0% above the consensus.",
    ]);
  });

  it("is in doubt itself where all it could rest on is", () => {
    const old = { ...prices, prices: [price("SOL", "100", { state: "dead" })] };
    expect(toConsensusView(old, "SOL", NOW)?.doubt?.reason).toBe("The venue gives no price now; this is the last one.");
  });

  it("still shows what the venues offer where they agree on no price", () => {
    const alone = { ...prices, prices: prices.prices.filter(({ asset }) => asset !== "SOL") };
    const view = toConsensusView(alone, "SOL", NOW);
    expect(view?.price).toBeNull();
    expect(view?.rows.map(({ symbol, mid, off, used }) => [symbol, mid, off, used])).toContainEqual([
      "SOL/USD",
      "100.01",
      null,
      false,
    ]);
    const market = { venue: venueIdSchema.parse("sim-beta"), symbol: marketSymbolSchema.parse("SOL/USD") };
    expect(doubtOfMarket(alone, "SOL", market)?.reason).toBe("No confirmation from the venue for 20 s.");
    expect(doubtOfMarket(prices, "BTC", market)).toBeNull();
  });

  it("is nothing for an asset without a price or a quote", () => {
    expect(toConsensusView(prices, "XYZ", NOW)).toBeNull();
  });
});

const book = (asks: readonly string[][], bids: readonly string[][]): OrderBook =>
  orderBookSchema.parse({ venue: "sim-alpha", symbol: "SOL/USD", asks, bids, tsEvent: null, tsInit: NOW });

describe("depth ladder", () => {
  it("sums up from the best price and tells the spread", () => {
    const view = toLadder(
      book(
        [
          ["101", "1"],
          ["102", "3"],
        ],
        [["99", "2"]],
      ),
      10,
    );
    expect(view.asks.map(({ sum, share }) => [sum, share])).toEqual([
      ["1", 0.25],
      ["4", 1],
    ]);
    expect(view.bids.map(({ sum, share }) => [sum, share])).toEqual([["2", 0.5]]);
    expect(view).toMatchObject({ mid: "100", spread: "2", spreadShare: "0.02" });
  });

  it("has no spread with one side missing, and draws no bar from nothing", () => {
    expect(toLadder(book([], [["99", "2"]]), 10)).toMatchObject({ mid: null, spread: null });
    expect(toLadder(book([], []), 10)).toEqual({
      asks: [],
      bids: [],
      mid: null,
      spread: null,
      spreadShare: null,
      sizeScale: 0,
    });
  });
});

describe("candles", () => {
  const candle = (openTime: number, close: string) =>
    candleSchema.parse({ openTime, open: "1", high: "9", low: "1", close, volume: "0", closed: false });

  it("replace the one of the same start and keep one that closed", () => {
    const kept = appendCandle([candle(0, "1"), candle(60, "2")], [candle(60, "3")]);
    expect(appendCandle(kept, [candle(120, "4")]).map(({ openTime, close }) => [openTime, close])).toEqual([
      [0, "1"],
      [60, "3"],
      [120, "4"],
    ]);
  });

  it("take older pages in front, without doubles", () => {
    expect(joinOlder([candle(0, "1"), candle(60, "9")], [candle(60, "2")]).map(({ close }) => close)).toEqual([
      "1",
      "2",
    ]);
  });

  it("come from a stream as lists; none yet is an empty one", async () => {
    async function* events() {
      yield { seq: 0, tsInit: 1, kind: "state" as const, data: null };
      yield { seq: 1, tsInit: 2, kind: "change" as const, data: candle(0, "1") };
    }
    const seen: number[] = [];
    for await (const event of asLists(events())) seen.push(event.data.length);
    expect(seen).toEqual([0, 1]);
  });
});

describe("own fills", () => {
  it("are trades; deposits are no marks", () => {
    const transaction = (id: string, type: string, side: string | null) =>
      transactionSchema.parse({
        id,
        profileId: "p",
        accountId: "a",
        ts: 5,
        type,
        side,
        asset: "SOL",
        quantity: "1",
        quote: null,
        price: null,
        fee: null,
        quoteValue: null,
        feeValue: null,
        planId: null,
      });
    expect(toFillMarks([transaction("1", "trade", "sell"), transaction("2", "deposit", null)])).toEqual([
      { id: "1", time: 5, kind: "sell" },
    ]);
  });
});
