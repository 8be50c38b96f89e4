// What are markets called on Binance's sockets? By the market list where it is there; by the rules of the names where it is not.
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import { type MarketSymbol, marketSymbolSchema } from "#shared/domain/ids.ts";
import { QUOTE_ASSETS } from "./stream-quirks.ts";
import type { BinanceTable } from "./symbols.ts";

/** As frames have them; only names of streams are in lower case. */
export function binanceStreamNames(table: BinanceTable): StreamNames {
  return {
    symbolOf: (id) => table.ofId(id)?.instrument.symbol ?? null,
    idOf: (symbol) => table.find(symbol)?.id ?? null,
  };
}

const LONGEST_FIRST = [...QUOTE_ASSETS].sort((left, right) => right.length - left.length);

/** For reading frames without a market list: the longest known quote asset at the end of a name. */
export function guessBinanceNames(): StreamNames {
  return {
    symbolOf: guessSymbol,
    // A guess that would not be read back the same way could be another market.
    idOf: (symbol) => {
      const id = symbol.replace("/", "");
      return guessSymbol(id) === symbol ? id : null;
    },
  };
}

function guessSymbol(id: string): MarketSymbol | null {
  const quote = LONGEST_FIRST.find((asset) => id.endsWith(asset));
  if (quote === undefined) return null;
  return marketSymbolSchema.safeParse(`${id.slice(0, -quote.length)}/${quote}`).data ?? null;
}
