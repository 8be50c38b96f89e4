import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { VenueClient } from "#engine/ports/exchange-client.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import { accountSchema, type Balance, balanceSchema } from "#shared/domain/account.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import { clientOrderIdSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { type Instrument, instrumentSchema } from "#shared/domain/instrument.ts";
import { orderBookSchema } from "#shared/domain/quote.ts";
import { unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { PaperTwin } from "./paper-twin.ts";

const venue = venueIdSchema.parse("kraken");
const symbol = marketSymbolSchema.parse("BTC/USD");
const account = accountSchema.parse({
  id: "kraken-1",
  name: "Kraken",
  kind: "exchange",
  venue,
  fees: { maker: "0.001", taker: "0.002" },
});
const btc = instrumentSchema.parse({
  venue,
  symbol,
  base: "BTC",
  quote: "USD",
  priceStep: "0.1",
  amountStep: "0.0001",
  amountMin: null,
  amountMax: null,
  costMin: null,
  costMax: null,
  status: "online",
});
const id = (last: number) => clientOrderIdSchema.parse(`00000000-0000-4000-8000-${String(last).padStart(12, "0")}`);
const row = (
  asset: string,
  free: string,
  rest: Partial<Record<"inOrders" | "earn" | "locked", string>> = {},
): Balance =>
  balanceSchema.parse({ accountId: account.id, asset, free, inOrders: "0", earn: "0", locked: "0", ...rest });

function bench() {
  const clock = new ManualClock();
  const store = new MemoryStore();
  const real = {
    balances: [row("BTC", "1", { earn: "0.5" }), row("USD", "1000")],
    failure: null as EngineError | null,
  };
  const asked: string[] = [];
  const market = {
    book: true,
    instruments: [btc] as readonly Instrument[],
  };
  // Only what the twin may use: everything else would fail the test by being missing.
  const client = {
    account,
    fetchBalances: async () => {
      asked.push("balances");
      if (real.failure !== null) throw real.failure;
      return real.balances;
    },
  } as unknown as VenueClient;
  const venueMarket = {
    venue,
    fetchInstruments: async () => market.instruments,
    fetchOrderBook: async () => {
      asked.push("book");
      if (!market.book) throw new EngineError("VENUE_UNREACHABLE", "Kraken does not answer.");
      return orderBookSchema.parse({
        venue,
        symbol,
        bids: [["49999", "2"]],
        asks: [
          ["50000", "0.004"],
          ["50010", "1"],
        ],
        tsEvent: null,
        tsInit: clock.now(),
      });
    },
  } as unknown as VenueMarket;
  const open = (since = 0) =>
    new PaperTwin({
      real: client,
      market: () => venueMarket,
      repository: store.repositories.paperExchange,
      clock,
      logger: silentLogger,
      latency: { requestMs: () => 0, replyMs: () => 0 },
      since: unixMs(since),
    });
  return { clock, real, asked, market, open, twin: open() };
}

const buy = (last: number, quantity = "0.01", limitPrice = "50010") => ({
  clientOrderId: id(last),
  symbol,
  side: "buy" as const,
  kind: "limitIoc" as const,
  quantity: quantity as DecimalString,
  limitPrice: limitPrice as DecimalString,
});

describe("a connected account on paper", () => {
  it("holds what the venue says, and follows it until the first paper order", async () => {
    const { real, twin } = bench();
    expect(await twin.fetchBalances({})).toEqual(real.balances);
    real.balances = [row("BTC", "0.25", { inOrders: "0.25", earn: "0.5" }), row("ETH", "3")];
    expect(await twin.fetchBalances({})).toEqual([
      row("BTC", "0.5", { earn: "0.5" }),
      row("ETH", "3"),
      row("USD", "0"),
    ]);
  });

  it("fills at the venue's own book with the account's fee, and then goes its own way", async () => {
    const { real, twin } = bench();
    await twin.fetchBalances({});
    const outcome = await twin.submitOrder(buy(1), {});
    expect(outcome).toMatchObject({ kind: "accepted", order: { state: "filled", filledQuantity: "0.01" } });
    real.balances = [row("BTC", "9"), row("USD", "0")];
    const after = await twin.fetchBalances({});
    // 0.004 at 50,000 and 0.006 at 50,010 are 500.06, and 0.2 % of it is the fee; nothing earns at the venue any more.
    expect(after).toEqual([row("BTC", "1.01"), row("USD", "498.93988")]);
    expect(await twin.fetchFills({ since: unixMs(0) }, {})).toHaveLength(2);
  });

  it("keeps its own holdings over a restart, and begins anew on the next stay on paper", async () => {
    const { clock, real, twin, open } = bench();
    await twin.fetchBalances({});
    await twin.submitOrder(buy(1), {});
    await twin.dispose();
    expect((await open().fetchBalances({})).find(({ asset }) => asset === "BTC")?.free).toBe("1.01");
    await clock.advance(1_000);
    expect(await open(clock.now()).fetchBalances({})).toEqual(real.balances);
  });

  it("says no for certain where the book cannot be read: nothing was sent", async () => {
    const { market, twin } = bench();
    await twin.fetchBalances({});
    market.book = false;
    expect(await twin.submitOrder(buy(1), {})).toMatchObject({ kind: "rejected", code: "PAPER_NO_BOOK" });
    expect(await twin.fetchFills({ since: unixMs(0) }, {})).toEqual([]);
  });

  it("does not answer with its own numbers while the venue does not", async () => {
    const { real, twin } = bench();
    await twin.fetchBalances({});
    real.failure = new EngineError("VENUE_UNREACHABLE", "Kraken does not answer.");
    await expect(twin.fetchBalances({})).rejects.toMatchObject({ code: "VENUE_UNREACHABLE" });
  });

  it("reads a book again only when it is two seconds old", async () => {
    const { clock, asked, twin } = bench();
    await twin.fetchBalances({});
    await twin.submitOrder(buy(1), {});
    await twin.submitOrder(buy(2), {});
    expect(asked.filter((what) => what === "book")).toHaveLength(1);
    await clock.advance(2_000);
    await twin.submitOrder(buy(3, "0.0001"), {});
    expect(asked.filter((what) => what === "book")).toHaveLength(2);
  });

  it("leaves out markets whose fills could not be booked to the last unit, and trades the others", async () => {
    const { market, twin } = bench();
    const fine = instrumentSchema.parse({
      ...btc,
      symbol: "PEPE/USD",
      base: "PEPE",
      priceStep: "0.0000000000001",
      amountStep: "0.000001",
    });
    market.instruments = [fine, btc];
    await twin.fetchBalances({});
    expect(await twin.submitOrder(buy(1), {})).toMatchObject({ kind: "accepted" });
    expect(await twin.submitOrder({ ...buy(2), symbol: fine.symbol }, {})).toMatchObject({ kind: "rejected" });
  });
});
