// What does a real venue's market look like to a paper account? The books as last read; nothing is made up where none was.
import type { Clock } from "#engine/ports/clock.ts";
import type { BookSource, MarketModel } from "#engine/ports/market-model.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type MarketSymbol, marketSymbolSchema, type VenueId } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";

/** Levels that are read: far more than an order of the profile's size walks through. */
const DEPTH = 100;
/** A book is read again after this; a paper order must not fill against an older one. */
const FRESH_MS: DurationMs = 2 * SECOND_MS;

/** Steps so fine that a fill could not be booked to the last unit leave a market out of paper trading. */
const FINEST = Decimal.of(1n, 18);
const isBookable = ({ priceStep, amountStep }: Instrument): boolean =>
  Decimal.parse(priceStep).mul(Decimal.parse(amountStep)).isMultipleOf(FINEST) &&
  Decimal.parse(amountStep).isMultipleOf(FINEST);

type Signal = { readonly signal?: AbortSignal };

export class LiveBooks implements MarketModel, BookSource {
  /** What is filled against it is simulated, whatever the prices are. */
  readonly source = "simulated" as const;
  readonly venues: readonly VenueId[];
  readonly #venue: VenueId;
  readonly #market: () => VenueMarket;
  readonly #clock: Clock;
  readonly #fees: FeeTier;
  readonly #books = new Map<MarketSymbol, { readonly book: OrderBook; readonly readAtMs: number }>();
  #instruments: readonly Instrument[] = [];

  constructor(options: {
    readonly venue: VenueId;
    readonly market: () => VenueMarket;
    readonly clock: Clock;
    readonly fees: FeeTier;
  }) {
    this.#venue = options.venue;
    this.#market = options.market;
    this.#clock = options.clock;
    this.#fees = options.fees;
    this.venues = [options.venue];
  }

  /** Reads the venue's markets, once. Rejects with VENUE_ codes. */
  async open(options: Signal): Promise<void> {
    if (this.#instruments.length > 0) return;
    this.#instruments = (await this.#market().fetchInstruments(options)).filter(isBookable);
  }

  /** Reads the book unless it is fresh. Rejects with VENUE_ codes. */
  async refresh(symbol: MarketSymbol, options: Signal): Promise<void> {
    const known = this.#books.get(symbol);
    if (known !== undefined && this.#clock.monotonicMs() - known.readAtMs < FRESH_MS) return;
    const readAtMs = this.#clock.monotonicMs();
    const book = await this.#market().fetchOrderBook({ symbol, depth: DEPTH }, options);
    this.#books.set(symbol, { book, readAtMs });
  }

  instruments(venue: VenueId): readonly Instrument[] {
    return venue === this.#venue ? this.#instruments : [];
  }

  feeTier(): FeeTier {
    return this.#fees;
  }

  /** The same book object until it is read again: what an order took from it stays taken. */
  bookAt(venue: VenueId, symbol: string): OrderBook | null {
    if (venue !== this.#venue) return null;
    return this.#books.get(marketSymbolSchema.parse(symbol))?.book ?? null;
  }
}
