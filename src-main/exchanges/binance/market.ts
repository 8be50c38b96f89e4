// What does Binance tell everybody?

import type { VenueMarket, VenueStatus } from "#engine/ports/venues.ts";
import type { CallDiary } from "#exchanges/shared/call-diary.ts";
import { ClockCheck } from "#exchanges/shared/clock-check.ts";
import { MarketList } from "#exchanges/shared/market-list.ts";
import type { BookSnapshot } from "#exchanges/shared/stream/feed-protocol.ts";
import type { AdapterContext } from "#exchanges/shared/venue-adapter.ts";
import type { CallOptions, VenueSession } from "#exchanges/shared/venue-session.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import type { Candle } from "#shared/domain/candle.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import {
  parseBook,
  parseBookSnapshot,
  parseCandles,
  parseMarkets,
  parseStatus,
  parseTickers,
  parseTime,
} from "./parse-market.ts";
import { abilitiesOf, BINANCE, CLOCK_AGE_MS, MOST_CANDLES, MOST_LEVELS, TICKERS_PER_CALL } from "./quirks.ts";
import { bookCosts, ROUTES } from "./routes.ts";
import { SNAPSHOT_LEVELS } from "./stream-quirks.ts";
import type { BinanceTable, RateLimit } from "./symbols.ts";

type Signal = { readonly signal?: AbortSignal };

/** Our buckets by what `exchangeInfo.rateLimits` calls them. */
const TOLD_LIMITS: Readonly<Record<string, string>> = {
  "REQUEST_WEIGHT 1 MINUTE": "weight",
  "ORDERS 10 SECOND": "orders",
  "ORDERS 1 DAY": "ordersPerDay",
};

export class BinanceMarketSide implements VenueMarket {
  readonly venue = BINANCE;
  readonly endpoint: VenueMarket["endpoint"];
  readonly abilities: VenueMarket["abilities"];
  readonly list: MarketList<BinanceTable>;
  readonly clockCheck: ClockCheck;
  readonly #session: VenueSession;
  readonly #clock: AdapterContext["clock"];

  constructor(context: AdapterContext, session: VenueSession) {
    this.endpoint = context.endpoint;
    this.abilities = abilitiesOf(context.endpoint === "sandbox");
    this.#clock = context.clock;
    this.#session = session;
    this.clockCheck = new ClockCheck(session.diary, CLOCK_AGE_MS, () => this.#time({ urgent: true }));
    // Not stopped by one caller's signal: others wait for the same list.
    this.list = new MarketList(context.clock, async () => {
      const table = parseMarkets((await session.read(ROUTES.exchangeInfo, { showPermissionSets: "false" })).body);
      this.#learnLimits(table.limits);
      return table;
    });
  }

  get diary(): CallDiary {
    return this.#session.diary;
  }

  #learnLimits(limits: readonly RateLimit[]): void {
    for (const { kind, interval, limit } of limits) {
      const bucket = meaningOf(TOLD_LIMITS, `${kind} ${interval}`);
      if (bucket !== undefined && limit > 0) this.#session.budget?.setLimit(bucket, limit);
    }
  }

  async fetchInstruments(): Promise<readonly Instrument[]> {
    return (await this.list.fresh()).markets.map(({ instrument }) => instrument);
  }

  async fetchTickers(symbols: readonly MarketSymbol[], { signal }: Signal): Promise<readonly RawQuote[]> {
    const table = await this.list.table();
    const ids = symbols.flatMap((symbol) => table.find(symbol)?.id ?? []);
    const calls: Promise<RawQuote[]>[] = [];
    for (let at = 0; at < ids.length; at += TICKERS_PER_CALL) {
      calls.push(this.#tickers(ids.slice(at, at + TICKERS_PER_CALL), table, signal));
    }
    return (await Promise.all(calls)).flat();
  }

  async #tickers(ids: readonly string[], table: BinanceTable, signal: AbortSignal | undefined): Promise<RawQuote[]> {
    const { body } = await this.#session.read(
      ROUTES.tickers,
      { symbols: JSON.stringify(ids) },
      { signal, urgent: true },
    );
    return parseTickers(body, table, this.#clock.now());
  }

  async fetchCandles(
    request: Parameters<VenueMarket["fetchCandles"]>[0],
    { signal }: Signal,
  ): Promise<readonly Candle[]> {
    const { symbol, timeframe, before, limit } = request;
    const market = (await this.list.table()).ofSymbol(symbol);
    const venueNow = this.#clock.now() - Math.max(0, this.diary.clockErrorMs() ?? 0);
    let candles: readonly Candle[] = [];
    for (let end: number = before; candles.length < limit; ) {
      // One more: the newest may still be open.
      const count = Math.min(limit - candles.length + 1, MOST_CANDLES);
      const params = { symbol: market.id, interval: timeframe, endTime: String(end - 1), limit: String(count) };
      const { body } = await this.#session.read(ROUTES.candles, params, { signal });
      const page = parseCandles(body, timeframe, venueNow).filter(({ openTime }) => openTime < end);
      candles = [...page, ...candles];
      const [oldest] = page;
      if (oldest === undefined || body.list().length < count) break;
      end = oldest.openTime;
    }
    return candles.slice(-limit);
  }

  async fetchOrderBook(request: Parameters<VenueMarket["fetchOrderBook"]>[0], { signal }: Signal): Promise<OrderBook> {
    const market = (await this.list.table()).ofSymbol(request.symbol);
    const limit = Math.min(request.depth, MOST_LEVELS);
    const params = { symbol: market.id, limit: String(limit) };
    const { body } = await this.#session.read(ROUTES.book, params, { signal, costs: bookCosts(limit) });
    return parseBook(body, market, this.#clock.now());
  }

  /** The book that the socket's changes are put on top of. */
  async fetchBookSnapshot(symbol: MarketSymbol, { signal }: Signal): Promise<BookSnapshot> {
    const market = (await this.list.table()).ofSymbol(symbol);
    const params = { symbol: market.id, limit: String(SNAPSHOT_LEVELS) };
    const { body } = await this.#session.read(ROUTES.book, params, { signal, costs: bookCosts(SNAPSHOT_LEVELS) });
    return parseBookSnapshot(body, market, this.#clock.now());
  }

  async fetchStatus({ signal }: Signal): Promise<VenueStatus> {
    if (this.endpoint !== "sandbox") return parseStatus((await this.#session.read(ROUTES.status, {}, { signal })).body);
    await this.#session.read(ROUTES.ping, {}, { signal });
    return { state: "online", detail: null };
  }

  fetchTime({ signal }: Signal): Promise<UnixMs> {
    return this.#time({ signal });
  }

  async #time(options: CallOptions): Promise<UnixMs> {
    const { body, tookMs } = await this.#session.read(ROUTES.time, {}, options);
    const time = parseTime(body);
    this.diary.measured(time, tookMs);
    return time;
  }
}
