// What are the prices of some markets right now? Those of a venue's own socket, line by line, without any account.
import { EngineError } from "#engine/core/engine-error.ts";
import { unitsDecimal } from "#engine/market-data/compute-units.ts";
import type { FeedSink, MarketDataFeed, QuoteInlet, QuoteNumbers } from "#engine/ports/market-data-feed.ts";
import type { StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import { eventLine } from "#shells/cli/feed-event-line.ts";

export interface WatchOutput {
  /** Quotes, one JSON object a line. */
  readonly line: (text: string) => void;
  /** What happens to the connection, in words. */
  readonly note: (text: string) => void;
}

/** Watches until disposed. Rejects with INPUT_INVALID for a market that the venue does not have, and with VENUE_ codes. */
export async function watchFeed(
  feed: MarketDataFeed,
  symbols: readonly MarketSymbol[],
  output: WatchOutput,
): Promise<{ dispose(): void | Promise<void> }> {
  const known = new Set((await feed.fetchInstruments({})).map(({ symbol }) => symbol));
  const unknown = symbols.find((symbol) => !known.has(symbol));
  if (unknown !== undefined) {
    throw new EngineError("INPUT_INVALID", `--symbols: ${venueName(feed.venue)} has no market ${unknown}.`, {
      data: { path: "--symbols" },
    });
  }
  return feed.watchQuotes(symbols, printingSink(output));
}

type Quote = Extract<StreamEvent, { type: "quote" }>;

function printingSink({ line, note }: WatchOutput): FeedSink {
  const inlets = new Map<MarketSymbol, QuoteInlet>();
  const print = (quote: Omit<Quote, "type">) => line(eventLine({ type: "quote", ...quote }));
  return {
    onQuotes: (quotes) => {
      for (const { symbol, bid, ask, last, volume24h, tsEvent } of quotes) {
        print({ symbol, bid, ask, last, volume: volume24h, tsEvent });
      }
    },
    onConfirmed: () => undefined,
    onStatus: ({ state, detail }) => note(`The feed is ${state}${detail === null ? "." : `: ${detail}`}`),
    onTimeReset: () => undefined,
    inlet: (_venue, symbol) => {
      const inlet = inlets.get(symbol) ?? printingInlet(symbol, print);
      inlets.set(symbol, inlet);
      return inlet;
    },
    onTrades: () => undefined,
    onVenueCandle: () => undefined,
    onMarketProblem: (_venue, symbol, problem) => note(`${symbol}: ${problem ?? "prices come again."}`),
    onNotice: ({ message }) => note(message),
  };
}

/** A last price or volume that is not told stays what it was. */
function printingInlet(symbol: MarketSymbol, print: (quote: Omit<Quote, "type">) => void): QuoteInlet {
  let last: DecimalString | null = null;
  let volume: DecimalString | null = null;
  return {
    quote: (numbers: QuoteNumbers) => {
      if (numbers.lastUnits >= 0) last = textOf(numbers.lastUnits, numbers.lastPlaces);
      if (numbers.volumeUnits >= 0) volume = textOf(numbers.volumeUnits, numbers.volumePlaces);
      print({
        symbol,
        bid: textOf(numbers.bidUnits, numbers.bidPlaces),
        ask: textOf(numbers.askUnits, numbers.askPlaces),
        last,
        volume,
        // A scan reads the venue's time as whole milliseconds.
        tsEvent: numbers.tsEvent < 0 ? null : (numbers.tsEvent as UnixMs),
      });
    },
    outOfOrder: () => undefined,
  };
}

/** Written as frames that are read as text are: without trailing zeros. */
function textOf(units: number, places: number): DecimalString {
  return unitsDecimal(units, places).toString();
}
