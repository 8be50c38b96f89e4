// What are markets called on Kraken's sockets? By the market list where it is there; by the rules of the names where it is not.
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { type MarketSymbol, marketSymbolSchema } from "#shared/domain/ids.ts";
import { KRAKEN_ASSET_NAMES } from "#shared/domain/venue-assets.ts";
import { V2_ASSET_NAMES } from "./stream-quirks.ts";
import type { KrakenTable } from "./symbols.ts";

const SEPARATOR = "/";

/** Of the markets that the list has a `wsname` for; a market without one is not on the sockets. */
export function krakenStreamNames(table: KrakenTable): StreamNames {
  const ids = new Map<MarketSymbol, string>();
  const symbols = new Map<string, MarketSymbol>();
  for (const { instrument, otherIds } of table.markets) {
    const wsname = otherIds.find((id) => id.includes(SEPARATOR));
    if (wsname === undefined) continue;
    const id = renamed(wsname, V2_ASSET_NAMES);
    ids.set(instrument.symbol, id);
    symbols.set(id, instrument.symbol);
  }
  return {
    symbolOf: (id) => symbols.get(id) ?? null,
    idOf: (symbol) => ids.get(symbol) ?? null,
  };
}

/** For reading frames without a market list; also knows the older names, like `XBT/USD`. */
export function guessKrakenNames(): StreamNames {
  return {
    symbolOf: guessSymbol,
    // Where name and symbol differ, the list alone could tell; a wrong guess would be another coin's price.
    idOf: (symbol) => (guessSymbol(symbol) === symbol ? symbol : null),
  };
}

function guessSymbol(id: string): MarketSymbol | null {
  const parsed = marketSymbolSchema.safeParse(renamed(id, KRAKEN_ASSET_NAMES).toUpperCase());
  return parsed.success ? parsed.data : null;
}

function renamed(pair: string, names: Readonly<Record<string, string>>): string {
  return pair
    .split(SEPARATOR)
    .map((asset) => meaningOf(names, asset) ?? asset)
    .join(SEPARATOR);
}
