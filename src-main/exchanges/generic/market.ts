// What does any other exchange tell everybody, as far as the library can ask it?
import { EngineError } from "#engine/core/engine-error.ts";
import type { VenueMarket, VenueStatus } from "#engine/ports/venues.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import { MarketList, type MarketTable } from "#exchanges/shared/market-list.ts";
import type { AdapterContext } from "#exchanges/shared/venue-adapter.ts";
import { type Candle, TIMEFRAME_MS } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { parseBook, parseCandles, parseMarkets, parseTicker } from "./parse-unified.ts";
import { ABILITIES } from "./quirks.ts";
import type { UnifiedSession } from "./unified-session.ts";

type Signal = { readonly signal?: AbortSignal };

export class GenericMarketSide implements VenueMarket {
  readonly venue: VenueId;
  readonly endpoint: VenueMarket["endpoint"];
  readonly abilities = ABILITIES;
  readonly list: MarketList<MarketTable>;
  readonly unified: UnifiedSession;
  readonly #clock: AdapterContext["clock"];

  constructor(context: AdapterContext, unified: UnifiedSession) {
    this.venue = context.venue;
    this.endpoint = context.endpoint;
    this.unified = unified;
    this.#clock = context.clock;
    this.list = new MarketList(context.clock, async () => {
      let precisionMode = 0;
      const body = await unified.read("fetchMarkets", (exchange) => {
        ({ precisionMode } = exchange);
        return exchange.loadMarkets(true);
      });
      return parseMarkets(body, context.venue, precisionMode);
    });
  }

  async fetchInstruments(): Promise<readonly Instrument[]> {
    return (await this.list.fresh()).markets.map(({ instrument }) => instrument);
  }

  async fetchTickers(symbols: readonly MarketSymbol[], { signal }: Signal): Promise<readonly RawQuote[]> {
    const table = await this.list.table();
    const known = symbols.filter((symbol) => table.find(symbol) !== undefined);
    if (known.length === 0) return [];
    const rows = await this.#tickers(known, signal);
    return known.flatMap((symbol) => {
      const row = rows.get(symbol);
      return row === undefined ? [] : (parseTicker(row, symbol, this.#clock.now()) ?? []);
    });
  }

  /** All in one call where the exchange can, else one by one. */
  async #tickers(
    symbols: readonly MarketSymbol[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, Answer>> {
    try {
      const body = await this.unified.read("fetchTickers", (exchange) => exchange.fetchTickers(symbols), { signal });
      return new Map(body.entries());
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== "VENUE_NOT_SUPPORTED") throw error;
    }
    const rows = new Map<string, Answer>();
    for (const symbol of symbols) {
      rows.set(symbol, await this.unified.read("fetchTicker", (exchange) => exchange.fetchTicker(symbol), { signal }));
    }
    return rows;
  }

  async fetchCandles(
    request: Parameters<VenueMarket["fetchCandles"]>[0],
    { signal }: Signal,
  ): Promise<readonly Candle[]> {
    const { symbol, timeframe, before, limit } = request;
    (await this.list.table()).ofSymbol(symbol);
    const since = Math.max(0, before - limit * TIMEFRAME_MS[timeframe]);
    const body = await this.unified.read(
      "fetchOHLCV",
      (exchange) => exchange.fetchOHLCV(symbol, timeframe, since, limit),
      { signal },
    );
    const candles = parseCandles(body, timeframe, this.#clock.now());
    return candles.filter(({ openTime }) => openTime < before).slice(-limit);
  }

  async fetchOrderBook(request: Parameters<VenueMarket["fetchOrderBook"]>[0], { signal }: Signal): Promise<OrderBook> {
    const { symbol, depth } = request;
    (await this.list.table()).ofSymbol(symbol);
    const body = await this.unified.read("fetchOrderBook", (exchange) => exchange.fetchOrderBook(symbol, depth), {
      signal,
    });
    return parseBook(body, symbol, depth, this.#clock.now());
  }

  /** The library has no word for it that means the same everywhere. */
  async fetchStatus(): Promise<VenueStatus> {
    return { state: "unknown", detail: "This exchange's state is not read." };
  }

  async fetchTime({ signal }: Signal): Promise<UnixMs> {
    const result = await this.unified.call("fetchTime", async (exchange) => ({ time: await exchange.fetchTime() }), {
      signal,
    });
    if (!result.ok) throw result.verdict.error;
    const time = result.reply.body.at("time").time();
    this.unified.session.diary.measured(time, result.reply.tookMs);
    return time;
  }
}
