// Is everything that the venue tells read exactly, on all pages, and refused where it makes no sense?
import { describe, expect, it } from "vitest";
import { balanceSchema } from "#shared/domain/account.ts";
import { TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { instrumentSchema } from "#shared/domain/instrument.ts";
import { unixMs } from "#shared/domain/time.ts";
import { BROKEN_BODIES } from "../venue-server/core/faults.ts";
import { type OpenVenue, openVenue } from "./open-venue.ts";
import { accepted } from "./place-orders.ts";
import type { VenueUnderTest, WireRoute } from "./venue-under-test.ts";

export function readCases(under: VenueUnderTest): void {
  const symbol = marketSymbolSchema.parse(under.symbol);

  describe("markets", () => {
    it("are told with every filter exactly as listed", async () => {
      const venue = await openVenue(under);
      const told = await venue.value(venue.market.fetchInstruments({}));
      const listed = venue.server.market.instruments;
      const bySymbol = new Map(told.map((instrument) => [instrument.symbol, instrument]));
      for (const instrument of listed) {
        const own = bySymbol.get(instrument.symbol);
        // Two names of one book are one market here.
        if (own === undefined) continue;
        expect(instrumentSchema.parse(own)).toEqual(own);
        expect(decimal(own.priceStep).eq(decimal(instrument.priceStep))).toBe(true);
        expect(decimal(own.amountStep).eq(decimal(instrument.amountStep))).toBe(true);
        if (instrument.costMin !== null && own.costMin !== null)
          expect(decimal(own.costMin).eq(decimal(instrument.costMin))).toBe(true);
        if (instrument.amountMin !== null && own.amountMin !== null)
          expect(decimal(own.amountMin).eq(decimal(instrument.amountMin))).toBe(true);
      }
      expect(told.length).toBeGreaterThan(5);
      expect(bySymbol.get(symbol)).toMatchObject({ base: under.base, quote: under.quote, status: "online" });
    });

    it.each(["cancelOnly", "postOnly", "limitOnly"] as const)("show when one is in the state %s", async (status) => {
      const venue = await openVenue(under);
      venue.server.market.setStatus(under.symbol, status);
      const told = await venue.value(venue.market.fetchInstruments({}));
      const found = told.find((instrument) => instrument.symbol === symbol);
      if (under.venue === "binance") expect(["offline", "cancelOnly", status]).toContain(found?.status ?? "offline");
      else expect(found?.status).toBe(status);
    });

    it("are read anew after an hour, and once for those who ask together", async () => {
      const venue = await openVenue(under);
      await venue.value(Promise.all([1, 2, 3].map(() => venue.market.fetchInstruments({}))));
      // Prices of some markets may come from the same path, which then names them.
      const reads = () => venue.requests(under.routes.markets).filter(({ query }) => !query.has("product_ids")).length;
      expect(reads()).toBe(1);
      await venue.value(venue.market.fetchTickers([symbol], {}));
      expect(reads()).toBe(1);
      await venue.time.pass(60 * 60_000 + 1);
      await venue.value(venue.market.fetchTickers([symbol], {}));
      expect(reads()).toBe(2);
    });

    it("have a price on both sides, as the book has", async () => {
      const venue = await openVenue(under);
      const [quote] = await venue.value(venue.market.fetchTickers([symbol], {}));
      const book = venue.server.market.bookAt(venue.server.market.venue, symbol, venue.now(), 1);
      expect(quote).toMatchObject({ symbol, source: "rest", tsInit: venue.now() });
      expect(decimal(quote?.bid ?? "0").eq(decimal(book?.bids[0]?.[0] ?? "1"))).toBe(true);
      expect(decimal(quote?.ask ?? "0").eq(decimal(book?.asks[0]?.[0] ?? "1"))).toBe(true);
    });

    it("are all asked for at once, and those that do not exist are left out", async () => {
      const venue = await openVenue(under);
      const told = await venue.value(venue.market.fetchInstruments({}));
      const symbols = told.map((instrument) => instrument.symbol);
      const quotes = await venue.value(
        venue.market.fetchTickers([...symbols, marketSymbolSchema.parse("NO/SUCH")], {}),
      );
      expect(quotes.map((quote) => quote.symbol).toSorted()).toEqual(symbols.toSorted());
      for (const quote of quotes) expect(decimal(quote.bid).lt(decimal(quote.ask))).toBe(true);
    });

    it("have a book, best first", async () => {
      const venue = await openVenue(under);
      const book = await venue.value(venue.market.fetchOrderBook({ symbol, depth: 5 }, {}));
      const own = venue.server.market.bookAt(venue.server.market.venue, symbol, venue.now(), 5);
      expect(book.bids.slice(0, 5).map(([price]) => price)).toEqual(own?.bids.map(([price]) => price));
      expect(book.asks.slice(0, 5).map(([price]) => price)).toEqual(own?.asks.map(([price]) => price));
    });

    it.each(["1m", "5m", "15m", "1h", "4h", "1d"] as const)("have closed candles of %s", async (timeframe) => {
      const venue = await openVenue(under, { prices: {} });
      const candles = await venue.value(
        venue.market.fetchCandles({ symbol, timeframe, before: venue.now(), limit: 20 }, {}),
      );
      expect(candles).toHaveLength(20);
      expectLike(venue, timeframe, candles);
    });

    it("have more candles than one page holds, without a gap", async () => {
      const venue = await openVenue(under, { prices: {} });
      const limit = under.venue === "kraken" ? 700 : 1_300;
      const candles = await venue.value(
        venue.market.fetchCandles({ symbol, timeframe: "1m", before: venue.now(), limit }, {}),
      );
      expect(candles).toHaveLength(limit);
      expectLike(venue, "1m", candles);
    });

    it("have no candle that is not over yet", async () => {
      const venue = await openVenue(under, { prices: {} });
      await venue.time.pass(90_000);
      const candles = await venue.value(
        venue.market.fetchCandles({ symbol, timeframe: "1h", before: venue.now(), limit: 3 }, {}),
      );
      for (const { openTime, closed } of candles) {
        expect(closed).toBe(true);
        expect(openTime + TIMEFRAME_MS["1h"]).toBeLessThanOrEqual(venue.now());
      }
    });
  });

  describe("the account", () => {
    it("has what is free, in orders, earning and locked, each exactly", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      venue.server.account.fund("ETH", "0.00000001");
      for (const { code } of under.extraBalances) venue.server.account.extraBalances.set(code, "1.00000003");
      await accepted(venue, client, venue.order({ kind: "limit", side: "sell", price: "110000", quantity: "0.25" }));
      const balances = await venue.value(client.fetchBalances({}));
      for (const balance of balances) expect(balanceSchema.parse(balance)).toEqual(balance);
      const of = (asset: string) => balances.find((balance) => balance.asset === asset);
      expect(of(under.base)).toMatchObject({ free: "99.75", inOrders: "0.25" });
      expect(of(under.quote)).toMatchObject({ free: "1000000", inOrders: "0" });
      const parts = new Map<string, { earn: string; locked: string }>();
      for (const { asset, part } of under.extraBalances) {
        const sum = parts.get(asset) ?? { earn: "0", locked: "0" };
        parts.set(asset, { ...sum, [part]: decimal(sum[part]).add(decimal("1.00000003")).toString() });
      }
      for (const [asset, sum] of parts) expect(of(asset)).toMatchObject(sum);
      expect(decimal(of("ETH")?.free ?? "0").eq(decimal("0.00000001"))).toBe(true);
      expect(new Set(balances.map(({ asset }) => asset)).size).toBe(balances.length);
    });

    it("leaves out what holds nothing", async () => {
      const venue = await openVenue(under);
      venue.server.account.extraBalances.set(under.extraBalances[0]?.code ?? "DOT", "0");
      const balances = await venue.value(venue.client().fetchBalances({}));
      expect(balances.map(({ asset }) => asset).toSorted()).toEqual([under.base, under.quote].toSorted());
    });

    it("holds the quote of an open buy", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await accepted(venue, client, venue.order({ kind: "limit", price: "50000", quantity: "1" }));
      const balances = await venue.value(client.fetchBalances({}));
      const quote = balances.find(({ asset }) => asset === under.quote);
      // Venues differ in whether the hold has the fee in it.
      expect(decimal(quote?.inOrders ?? "0").gte(decimal("50000"))).toBe(true);
      expect(
        decimal(quote?.inOrders ?? "0")
          .add(decimal(quote?.free ?? "0"))
          .eq(decimal("1000000")),
      ).toBe(true);
    });

    it("is empty when it is", async () => {
      const venue = await openVenue(under);
      const account = venue.server.addAccount();
      expect(await venue.value(venue.client(venue.key({ account })).fetchBalances({}))).toEqual([]);
    });

    it("has its own fees", async () => {
      const venue = await openVenue(under, { fees: { maker: "0.0007", taker: "0.0013" } });
      expect(await venue.value(venue.client().fetchFeeTier({}))).toMatchObject({ maker: "0.0007", taker: "0.0013" });
    });

    it.each(["constructor", "toString", "__proto__", "<script>", "x".repeat(60), "\u5e01"])(
      "does not stumble over a coin called %s",
      async (code) => {
        const venue = await openVenue(under);
        venue.server.account.extraBalances.set(code, "1");
        const end = await venue.ended(venue.client().fetchBalances({}));
        if ("error" in end) expect(end.error.code).toBe("VENUE_ANSWER");
        else for (const balance of end.value) expect(balanceSchema.parse(balance)).toEqual(balance);
      },
    );

    it("has no balance below zero", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchInstruments({}));
      const { path, method } = under.routes.balances;
      venue.server.faults.add({ kind: "alter", change: (value) => turned(value) }, { path, method, times: 9 });
      expect((await venue.failure(client.fetchBalances({}))).code).toBe("VENUE_ANSWER");
    });
  });

  describe("the venue", () => {
    it.each(under.states)("in the state %s says %s", async (state, told) => {
      const venue = await openVenue(under);
      venue.server.setState(state);
      expect((await venue.value(venue.market.fetchStatus({}))).state).toBe(told);
    });

    it.each([0, 30_000, -30_000, 450, -1_700])("has a clock that is %i ms off, and we know it", async (offset) => {
      const venue = await openVenue(under);
      venue.server.setClockOffset(offset);
      const client = venue.client();
      const time = await venue.value(client.fetchTime({}));
      expect(Math.abs(time - (venue.now() + offset))).toBeLessThanOrEqual(1_000);
      const error = client.diagnostics().clockErrorMs;
      expect(error).not.toBeNull();
      expect(Math.abs((error ?? 0) + offset)).toBeLessThanOrEqual(1_000);
    });

    it("tells its time apart from the way there and back", async () => {
      const venue = await openVenue(under);
      venue.server.faults.add({ kind: "delayReply", delayMs: 800 }, under.routes.time);
      venue.server.faults.add({ kind: "delay", delayMs: 800 }, under.routes.time);
      const client = venue.client();
      await venue.value(client.fetchTime({}));
      expect(Math.abs(client.diagnostics().clockErrorMs ?? 9_999)).toBeLessThanOrEqual(600);
    });

    it("shows how long an answer took", async () => {
      const venue = await openVenue(under);
      const client = venue.client();
      await venue.value(client.fetchBalances({}));
      venue.server.faults.add({ kind: "delayReply", delayMs: 700 }, under.routes.balances);
      await venue.value(client.fetchBalances({}));
      expect(client.diagnostics()).toMatchObject({ latencyMs: 700, lastAnswerAt: venue.now(), failing: null });
    });
  });

  describe.each(Object.entries(BROKEN_BODIES))("a body that is %s", (_name, text) => {
    it.each(readsOf(under))("is a typed failure of %s", async (_read, route, call) => {
      const venue = await openVenue(under);
      if (route !== under.routes.markets) await venue.value(venue.market.fetchInstruments({}));
      const { path, method } = route;
      venue.server.faults.add({ kind: "text", text }, { path, method, times: 9 });
      const failure = await venue.failure(call(venue));
      expect(failure.code).toBe("VENUE_ANSWER");
      expect(failure.retryable).toBe(true);
    });
  });
}

type ReadCase = readonly [name: string, route: WireRoute, call: (venue: OpenVenue) => Promise<unknown>];

function readsOf(under: VenueUnderTest): readonly ReadCase[] {
  const symbol = marketSymbolSchema.parse(under.symbol);
  const { routes } = under;
  const reads: ReadCase[] = [
    ["balances", routes.balances, (venue) => venue.client().fetchBalances({})],
    ["open orders", routes.openOrders, (venue) => venue.client().fetchOpenOrders({})],
    ["fees", routes.fees, (venue) => venue.client().fetchFeeTier({})],
    ["prices", routes.tickers, (venue) => venue.market.fetchTickers([symbol], {})],
    ["a book", routes.book, (venue) => venue.market.fetchOrderBook({ symbol, depth: 5 }, {})],
    [
      "candles",
      routes.candles,
      (venue) => venue.market.fetchCandles({ symbol, timeframe: "1h", before: venue.now(), limit: 5 }, {}),
    ],
    ["markets", routes.markets, (venue) => venue.market.fetchInstruments({})],
    ["time", routes.time, (venue) => venue.market.fetchTime({})],
  ];
  const { permissions } = routes;
  return permissions === null
    ? reads
    : [...reads, ["rights", permissions, (venue) => venue.client().fetchPermissions({})]];
}

/** As the venue's own market has them. */
function expectLike(
  venue: OpenVenue,
  timeframe: Timeframe,
  candles: readonly {
    readonly openTime: number;
    readonly open: string;
    readonly volume: string;
    readonly close: string;
  }[],
): void {
  const first = candles[0];
  if (first === undefined) throw new Error("no candles");
  const own = new Map(
    venue.server.market
      .candles(venue.under.symbol, timeframe, unixMs(first.openTime), venue.now())
      .map((candle) => [Number(candle.openTime), candle]),
  );
  candles.forEach(({ openTime, open, close }, index) => {
    expect(openTime).toBe(first.openTime + index * TIMEFRAME_MS[timeframe]);
    expect(decimal(open).eq(decimal(own.get(openTime)?.open ?? "0"))).toBe(true);
    expect(decimal(close).eq(decimal(own.get(openTime)?.close ?? "0"))).toBe(true);
  });
}

/** The same body with every amount below zero. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, turned(item)]));
  return typeof value === "string" && /^\d+\.?\d*$/.test(value) && Number(value) > 0 ? `-${value}` : value;
}
