// A venue's feed whose quotes, candles and failures a test decides.
import { EngineError } from "#engine/core/engine-error.ts";
import type { FeedDiagnostics, FeedSink, MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import { type Candle, TIMEFRAME_MS } from "#shared/domain/candle.ts";
import { rollUpCandles } from "#shared/domain/compute-candles.ts";
import { type DecimalString, decimal, decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, type MarketSymbol, marketSymbolSchema, type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, QuoteSource, RawQuote } from "#shared/domain/quote.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";

export class ScriptedFeed implements MarketDataFeed {
  readonly venue: VenueId;
  readonly source: QuoteSource;
  readonly instruments: readonly Instrument[];
  /** Closed minutes that the venue knows; longer candles are made of them. */
  minutes: readonly Candle[] = [];
  book: OrderBook | null = null;
  /** Every call rejects with it while set. */
  failure: EngineError | null = null;
  readonly candleRequests: string[] = [];
  /** All three are there once {@link ScriptedFeed.stayConnected} was called. */
  diagnostics?: () => FeedDiagnostics;
  reconnect?: () => void;
  watchBook?: NonNullable<MarketDataFeed["watchBook"]>;
  /** How often a person asked to connect anew. */
  reconnected = 0;
  /** What is watched. */
  symbols: readonly MarketSymbol[] = [];
  #sink: FeedSink | null = null;
  #keptBook: OrderBook | null = null;
  readonly #bookListeners = new Set<() => void>();

  constructor(venue: string, symbols: readonly string[], source: QuoteSource = "stream") {
    this.venue = venueIdSchema.parse(venue);
    this.source = source;
    this.instruments = symbols.map((symbol) => instrumentOf(this.venue, symbol));
  }

  /** What the engine gave to be called. */
  get sink(): FeedSink {
    if (this.#sink === null) throw new Error("Nobody watches this feed");
    return this.#sink;
  }

  get isWatched(): boolean {
    return this.#sink !== null;
  }

  get bookWatchers(): number {
    return this.#bookListeners.size;
  }

  /** From now on like a feed that stays connected, with these figures. */
  stayConnected(figures: Partial<FeedDiagnostics> = {}): this {
    this.diagnostics = () => ({
      connections: 1,
      reconnects: 0,
      frames: { received: 0, scanned: 0, parsed: 0, malformed: 0 },
      connects: { lastFiveMinutes: 1, limit: 300 },
      alarms: {},
      lastEnd: null,
      ...figures,
    });
    this.reconnect = () => {
      this.reconnected += 1;
    };
    this.watchBook = (_symbol, onChange) => {
      const listener = () => onChange();
      this.#bookListeners.add(listener);
      return {
        read: (depth) =>
          this.#keptBook === null
            ? null
            : {
                ...this.#keptBook,
                bids: this.#keptBook.bids.slice(0, depth),
                asks: this.#keptBook.asks.slice(0, depth),
              },
        dispose: () => {
          this.#bookListeners.delete(listener);
        },
      };
    };
    return this;
  }

  /** The kept book has changed; null: it is out of step. */
  changeBook(book: OrderBook | null): void {
    this.#keptBook = book;
    for (const listener of this.#bookListeners) listener();
  }

  async fetchInstruments(): Promise<readonly Instrument[]> {
    this.#mayFail();
    return this.instruments;
  }

  watchQuotes(symbols: readonly MarketSymbol[], sink: FeedSink) {
    this.symbols = symbols;
    this.#sink = sink;
    sink.onStatus({ venue: this.venue, state: "live", detail: null, since: unixMs(0) });
    return {
      setSymbols: (changed: readonly MarketSymbol[]) => {
        this.symbols = changed;
      },
      dispose: () => {
        this.#sink = null;
      },
    };
  }

  async fetchCandles(request: Parameters<MarketDataFeed["fetchCandles"]>[0]): Promise<readonly Candle[]> {
    const { timeframe, before, limit } = request;
    this.candleRequests.push(`${timeframe} x${limit}`);
    this.#mayFail();
    const until = Math.max(0, ...this.minutes.map(({ openTime }) => openTime + TIMEFRAME_MS["1m"]));
    return rollUpCandles(this.minutes, timeframe, until)
      .filter(({ closed, openTime }) => closed && (before === undefined || openTime < before))
      .slice(-limit);
  }

  async fetchOrderBook(): Promise<OrderBook> {
    this.#mayFail();
    if (this.book === null) throw new EngineError("FEED_NO_DATA", "No book.");
    return this.book;
  }

  #mayFail(): void {
    if (this.failure !== null) throw this.failure;
  }
}

function instrumentOf(venue: VenueId, symbol: string): Instrument {
  const [base, quote] = symbol.split("/");
  return {
    venue,
    symbol: marketSymbolSchema.parse(symbol),
    base: assetSchema.parse(base),
    quote: assetSchema.parse(quote),
    priceStep: decimalString("0.01"),
    amountStep: decimalString("0.0001"),
    amountMin: null,
    amountMax: null,
    costMin: null,
    costMax: null,
    status: "online",
  };
}

/** A quote around a middle price, one unit wide. */
export function scriptedQuote(venue: VenueId, symbol: string, time: UnixMs, mid: string): RawQuote {
  const half = decimal("0.5");
  return {
    venue,
    symbol: marketSymbolSchema.parse(symbol),
    bid: decimal(mid).sub(half).toString(),
    ask: decimal(mid).add(half).toString(),
    last: decimalString(mid),
    volume24h: null,
    tsEvent: time,
    tsInit: time,
    source: "stream",
  };
}

/** A closed minute that opens at `openTime` at `price` and moves by one up and down. */
export function scriptedMinute(openTime: number, price: number): Candle {
  const text = (value: number): DecimalString => decimalString(String(value));
  return {
    openTime: unixMs(openTime),
    open: text(price),
    high: text(price + 1),
    low: text(price - 1),
    close: text(price + 0.5),
    volume: text(2),
    closed: true,
  };
}
