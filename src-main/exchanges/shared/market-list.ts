// Which markets does a venue have, and what does it call them? Read without a key, shared by all its clients, at most an hour old.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { type DurationMs, HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";

/** One market with the venue's own id for requests, and the other names it goes by in answers. */
export interface ListedMarket {
  readonly instrument: Instrument;
  readonly id: string;
  readonly otherIds: readonly string[];
}

/** What was read at one time. Venues put more beside it (assets' names). */
export class MarketTable<Market extends ListedMarket = ListedMarket> {
  readonly venue: VenueId;
  readonly markets: readonly Market[];
  readonly #bySymbol: ReadonlyMap<string, Market>;
  readonly #byId: ReadonlyMap<string, Market>;

  constructor(venue: VenueId, markets: readonly Market[]) {
    this.venue = venue;
    this.markets = markets;
    this.#bySymbol = new Map(markets.map((market) => [market.instrument.symbol, market]));
    this.#byId = new Map(
      markets.flatMap((market) => [...market.otherIds, market.id].map((id) => [id, market] as const)),
    );
  }

  /** Throws VENUE_NOT_SUPPORTED for a market that the venue does not have. */
  ofSymbol(symbol: MarketSymbol): Market {
    const market = this.#bySymbol.get(symbol);
    if (market !== undefined) return market;
    throw new EngineError("VENUE_NOT_SUPPORTED", `${venueName(this.venue)} has no market ${symbol}.`, {
      data: { venue: this.venue, symbol },
    });
  }

  find(symbol: MarketSymbol): Market | undefined {
    return this.#bySymbol.get(symbol);
  }

  /** Undefined for an id that is none of a spot market that we know. */
  ofId(id: string): Market | undefined {
    return this.#byId.get(id);
  }
}

/** Filters and states are read anew at least this often. */
const USABLE_MS = HOUR_MS;
/** Somebody who asks for the list itself gets one no older than this. */
const FRESH_MS = MINUTE_MS;

/** Keeps the last list; those who ask while it is being read get the same one. */
export class MarketList<Table> {
  readonly #load: (signal?: AbortSignal) => Promise<Table>;
  readonly #clock: Clock;
  #kept: { readonly table: Table; readonly atMs: number } | null = null;
  #loading: Promise<Table> | null = null;

  constructor(clock: Clock, load: () => Promise<Table>) {
    this.#clock = clock;
    this.#load = load;
  }

  /** For looking something up. */
  table(): Promise<Table> {
    return this.#atMost(USABLE_MS);
  }

  /** For showing or planning. */
  fresh(): Promise<Table> {
    return this.#atMost(FRESH_MS);
  }

  async #atMost(ageMs: DurationMs): Promise<Table> {
    const kept = this.#kept;
    if (kept !== null && this.#clock.monotonicMs() - kept.atMs < ageMs) return kept.table;
    this.#loading ??= this.#read();
    return this.#loading;
  }

  async #read(): Promise<Table> {
    try {
      const table = await this.#load();
      this.#kept = { table, atMs: this.#clock.monotonicMs() };
      return table;
    } finally {
      this.#loading = null;
    }
  }
}
