// What does Coinbase's public side tell? Markets, best prices, candles, books and its time, without a key.
import type { Clock } from "#engine/ports/clock.ts";
import type { VenueMarket, VenueStatus } from "#engine/ports/venues.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { CallDiary } from "#exchanges/shared/call-diary.ts";
import { candleWindows, insideWindow } from "#exchanges/shared/candle-windows.ts";
import { orLeftOut } from "#exchanges/shared/left-out.ts";
import { MarketList } from "#exchanges/shared/market-list.ts";
import type { AdapterContext } from "#exchanges/shared/venue-adapter.ts";
import type { CallOptions, VenueSession } from "#exchanges/shared/venue-session.ts";
import { widenCandles } from "#exchanges/shared/widen-candles.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { SECOND_MS, type UnixMs } from "#shared/domain/time.ts";
import { parseBestPrices, parseBook, parseCandles, parseVolumes } from "./parse-market.ts";
import { ABILITIES, GRANULARITY, PAGE, ROUTES } from "./quirks.ts";
import { readTime } from "./session.ts";
import { type CoinbaseMarket, type CoinbaseMarkets, readMarkets } from "./symbols.ts";

type Signal = { readonly signal?: AbortSignal };

export class CoinbasePublic implements VenueMarket {
  readonly venue: VenueId;
  readonly endpoint: EndpointKind;
  readonly abilities = ABILITIES;
  /** Shared with the clients. */
  readonly list: MarketList<CoinbaseMarkets>;
  readonly #session: VenueSession;
  readonly #clock: Clock;

  constructor({ venue, endpoint, clock }: AdapterContext, session: VenueSession) {
    this.venue = venue;
    this.endpoint = endpoint;
    this.#clock = clock;
    this.#session = session;
    this.list = new MarketList(clock, async () => {
      const { body } = await session.read(ROUTES.products, { product_type: "SPOT" });
      return readMarkets(body, venue);
    });
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
    if (markets.length === 0) return [];
    const options = { signal, urgent: true };
    const [volumes, quotes] = await Promise.all([
      this.#session.read(ROUTES.products, { product_ids: markets.map(({ id }) => id) }, options),
      Promise.all(
        markets.map(async (market) => {
          const book = await orLeftOut(this.#readBook(market, 1, options));
          // Stamped as it arrives: the others may still wait for the venue's limits.
          return book === null ? null : parseBestPrices(book, market.instrument, this.#clock.now());
        }),
      ),
    ]);
    const volumeOf = parseVolumes(volumes.body.at("products"));
    return markets.flatMap(({ id }, index) => {
      const quote = quotes[index] ?? null;
      return quote === null ? [] : [{ ...quote, volume24h: volumeOf.get(id) ?? null }];
    });
  }

  async fetchCandles(...[request, { signal }]: Parameters<VenueMarket["fetchCandles"]>): Promise<readonly Candle[]> {
    const { id } = (await this.list.table()).ofSymbol(request.symbol);
    const { timeframe } = request;
    const asked = GRANULARITY[timeframe] === undefined ? ("1h" satisfies Timeframe) : timeframe;
    const windows = candleWindows(request, TIMEFRAME_MS[asked], PAGE.candles, this.#clock.now());
    const pages = await Promise.all(
      windows.map(async (window) => {
        const { body } = await this.#session.read(
          ROUTES.candles,
          {
            product_id: id,
            granularity: GRANULARITY[asked] ?? "",
            start: String(window.first / SECOND_MS),
            end: String(window.last / SECOND_MS),
          },
          { signal },
        );
        return insideWindow(parseCandles(body), window);
      }),
    );
    const candles = pages.flat();
    return asked === timeframe ? candles : widenCandles(candles, TIMEFRAME_MS[timeframe]);
  }

  async fetchOrderBook(
    ...[{ symbol, depth }, { signal }]: Parameters<VenueMarket["fetchOrderBook"]>
  ): ReturnType<VenueMarket["fetchOrderBook"]> {
    const market = (await this.list.table()).ofSymbol(symbol);
    return parseBook(await this.#readBook(market, depth, { signal }), market.instrument, this.#clock.now());
  }

  /** Of its systems the venue tells nothing: it is online when it answers. */
  async fetchStatus(options: Signal): Promise<VenueStatus> {
    await this.fetchTime(options);
    return { state: "online", detail: "Coinbase tells no status; it answers." };
  }

  fetchTime({ signal }: Signal): Promise<UnixMs> {
    return readTime(this.#session, signal);
  }

  /** Checked: another market's book must never be taken for this one's. */
  async #readBook({ id, sameBook }: CoinbaseMarket, limit: number, options: CallOptions): Promise<Answer> {
    const { body } = await this.#session.read(ROUTES.book, { product_id: id, limit }, options);
    body
      .at("pricebook")
      .at("product_id")
      .oneOf(id, ...sameBook);
    return body;
  }
}
