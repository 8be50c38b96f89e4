// What does Coinbase Exchange's public side tell? Markets, best prices, candles, books and its time, without a key.
import type { Clock } from "#engine/ports/clock.ts";
import type { VenueMarket, VenueStatus } from "#engine/ports/venues.ts";
import type { CallDiary } from "#exchanges/shared/call-diary.ts";
import { candleWindows, insideWindow } from "#exchanges/shared/candle-windows.ts";
import { orLeftOut } from "#exchanges/shared/left-out.ts";
import { MarketList } from "#exchanges/shared/market-list.ts";
import type { AdapterContext } from "#exchanges/shared/venue-adapter.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import { widenCandles } from "#exchanges/shared/widen-candles.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { type Candle, TIMEFRAME_MS } from "#shared/domain/candle.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { HOUR_MS, SECOND_MS, type UnixMs } from "#shared/domain/time.ts";
import { parseBook, parseCandles, parseTicker } from "./parse-market.ts";
import { ABILITIES, GRANULARITY_SECONDS, PAGE, ROUTES } from "./quirks.ts";
import { readTime } from "./session.ts";
import { type CoinbaseExchangeMarkets, readMarkets } from "./symbols.ts";

type Signal = { readonly signal?: AbortSignal };

export class CoinbaseExchangePublic implements VenueMarket {
  readonly venue: VenueId;
  readonly endpoint: EndpointKind;
  readonly abilities = ABILITIES;
  /** Shared with the clients. */
  readonly list: MarketList<CoinbaseExchangeMarkets>;
  readonly #session: VenueSession;
  readonly #clock: Clock;

  constructor({ venue, endpoint, clock }: AdapterContext, session: VenueSession) {
    this.venue = venue;
    this.endpoint = endpoint;
    this.#clock = clock;
    this.#session = session;
    this.list = new MarketList(clock, async () => readMarkets((await session.read(ROUTES.products, {})).body, venue));
  }

  get diary(): CallDiary {
    return this.#session.diary;
  }

  async fetchInstruments(): ReturnType<VenueMarket["fetchInstruments"]> {
    return (await this.list.fresh()).markets.map(({ instrument }) => instrument);
  }

  async fetchTickers(...[symbols, { signal }]: Parameters<VenueMarket["fetchTickers"]>): Promise<readonly RawQuote[]> {
    const table = await this.list.table();
    const markets = symbols.map((symbol) => table.find(symbol)).filter((market) => market !== undefined);
    const quotes = await Promise.all(
      markets.map(async ({ id, instrument }) => {
        const reply = await orLeftOut(this.#session.read(ROUTES.ticker, { id }, { signal, urgent: true }));
        return reply === null ? null : parseTicker(reply.body, instrument, this.#clock.now());
      }),
    );
    return quotes.filter((quote) => quote !== null);
  }

  async fetchCandles(...[request, { signal }]: Parameters<VenueMarket["fetchCandles"]>): Promise<readonly Candle[]> {
    const { id } = (await this.list.table()).ofSymbol(request.symbol);
    const wantedMs = TIMEFRAME_MS[request.timeframe];
    const lengthMs = (GRANULARITY_SECONDS[request.timeframe] ?? HOUR_MS / SECOND_MS) * SECOND_MS;
    const pages = await Promise.all(
      candleWindows(request, lengthMs, PAGE.candles, this.#clock.now()).map(async (window) => {
        const params = {
          id,
          granularity: lengthMs / SECOND_MS,
          start: new Date(window.first).toISOString(),
          end: new Date(window.last).toISOString(),
        };
        const { body } = await this.#session.read(ROUTES.candles, params, { signal });
        return insideWindow(parseCandles(body), window);
      }),
    );
    const candles = pages.flat();
    return lengthMs === wantedMs ? candles : widenCandles(candles, wantedMs);
  }

  async fetchOrderBook(
    ...[{ symbol, depth }, { signal }]: Parameters<VenueMarket["fetchOrderBook"]>
  ): ReturnType<VenueMarket["fetchOrderBook"]> {
    const { id, instrument } = (await this.list.table()).ofSymbol(symbol);
    // Level 1 is the best price a side, 2 the book summed by price (ccxt 4.5.84 `fetchOrderBook`, 2026-11-26).
    const { body } = await this.#session.read(ROUTES.book, { id, level: depth === 1 ? 1 : 2 }, { signal });
    return parseBook(body, instrument, depth, this.#clock.now());
  }

  /** Of its systems the venue tells nothing: it is online when it answers. */
  async fetchStatus(options: Signal): Promise<VenueStatus> {
    await this.fetchTime(options);
    return { state: "online", detail: "Coinbase Exchange tells no status; it answers." };
  }

  fetchTime({ signal }: Signal): Promise<UnixMs> {
    return readTime(this.#session, signal);
  }
}
