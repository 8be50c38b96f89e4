// What does Kraken tell everybody?
import type { VenueMarket, VenueStatus } from "#engine/ports/venues.ts";
import type { CallDiary } from "#exchanges/shared/call-diary.ts";
import { ClockCheck } from "#exchanges/shared/clock-check.ts";
import { MarketList } from "#exchanges/shared/market-list.ts";
import type { AdapterContext } from "#exchanges/shared/venue-adapter.ts";
import type { CallOptions, VenueSession } from "#exchanges/shared/venue-session.ts";
import { type Candle, TIMEFRAME_MS } from "#shared/domain/candle.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import { MINUTE_MS, type UnixMs } from "#shared/domain/time.ts";
import { parseBook, parseCandles, parseMarkets, parseStatus, parseTickers, parseTime } from "./parse-market.ts";
import { ABILITIES, CLOCK_AGE_MS, KRAKEN, MOST_LEVELS, TICKERS_BY_NAME } from "./quirks.ts";
import { ROUTES } from "./routes.ts";
import type { KrakenTable } from "./symbols.ts";

type Signal = { readonly signal?: AbortSignal };

export class KrakenMarketSide implements VenueMarket {
  readonly venue = KRAKEN;
  readonly endpoint: VenueMarket["endpoint"];
  readonly abilities = ABILITIES;
  readonly list: MarketList<KrakenTable>;
  readonly clockCheck: ClockCheck;
  readonly #session: VenueSession;
  readonly #clock: AdapterContext["clock"];

  constructor(context: AdapterContext, session: VenueSession) {
    this.endpoint = context.endpoint;
    this.#clock = context.clock;
    this.#session = session;
    this.clockCheck = new ClockCheck(session.diary, CLOCK_AGE_MS, () => this.#time({ urgent: true }));
    // Not stopped by one caller's signal: others wait for the same list.
    this.list = new MarketList(context.clock, async () => {
      const [assets, pairs] = await Promise.all([session.read(ROUTES.assets, {}), session.read(ROUTES.assetPairs, {})]);
      return parseMarkets(assets.body, pairs.body);
    });
  }

  get diary(): CallDiary {
    return this.#session.diary;
  }

  async fetchInstruments(): Promise<readonly Instrument[]> {
    return (await this.list.fresh()).markets.map(({ instrument }) => instrument);
  }

  async fetchTickers(symbols: readonly MarketSymbol[], { signal }: Signal): Promise<readonly RawQuote[]> {
    const table = await this.list.table();
    const ids = symbols.flatMap((symbol) => table.find(symbol)?.id ?? []);
    if (ids.length === 0) return [];
    const params = ids.length > TICKERS_BY_NAME ? {} : { pair: ids.join(",") };
    const { body } = await this.#session.read(ROUTES.ticker, params, { signal, urgent: true });
    return parseTickers(body, new Set<string>(symbols), table, this.#clock.now());
  }

  async fetchCandles(
    request: Parameters<VenueMarket["fetchCandles"]>[0],
    { signal }: Signal,
  ): Promise<readonly Candle[]> {
    const { symbol, timeframe, before, limit } = request;
    const market = (await this.list.table()).ofSymbol(symbol);
    const params = { pair: market.id, interval: String(TIMEFRAME_MS[timeframe] / MINUTE_MS) };
    const { body } = await this.#session.read(ROUTES.candles, params, { signal });
    const candles = parseCandles(body, market, timeframe, this.#clock.now());
    return candles.filter(({ openTime }) => openTime < before).slice(-limit);
  }

  async fetchOrderBook(request: Parameters<VenueMarket["fetchOrderBook"]>[0], { signal }: Signal): Promise<OrderBook> {
    const market = (await this.list.table()).ofSymbol(request.symbol);
    const count = String(Math.min(request.depth, MOST_LEVELS));
    const { body } = await this.#session.read(ROUTES.book, { pair: market.id, count }, { signal });
    return parseBook(body, market, this.#clock.now());
  }

  async fetchStatus({ signal }: Signal): Promise<VenueStatus> {
    return parseStatus((await this.#session.read(ROUTES.status, {}, { signal })).body);
  }

  fetchTime({ signal }: Signal): Promise<UnixMs> {
    return this.#time({ signal });
  }

  async #time(options: CallOptions): Promise<UnixMs> {
    const { body, tookMs } = await this.#session.read(ROUTES.time, {}, options);
    const time = parseTime(body);
    this.#session.diary.measured(time, tookMs);
    return time;
  }
}
