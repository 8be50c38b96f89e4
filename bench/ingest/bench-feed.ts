// Through what do prebuilt quotes reach the engine? A feed that knows its markets and has nothing else to tell.
import type { FeedSink, MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { unixMs } from "#shared/domain/time.ts";
import { VENUE } from "./quotes.ts";

export class BenchFeed implements MarketDataFeed {
  readonly venue = VENUE;
  readonly source = "stream";
  readonly #instruments: readonly Instrument[];

  constructor(instruments: readonly Instrument[]) {
    this.#instruments = instruments;
  }

  fetchInstruments = async () => this.#instruments;
  fetchCandles = async () => [];
  fetchOrderBook = async () => {
    throw new Error("The bench asks for no book");
  };

  watchQuotes(_symbols: readonly string[], sink: FeedSink) {
    sink.onStatus({ venue: VENUE, state: "live", detail: null, since: unixMs(0) });
    return { setSymbols: () => undefined, dispose: () => undefined };
  }
}
