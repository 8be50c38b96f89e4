// What are markets called on Coinbase's sockets? By the market list where it is there; by the rules of the names where it is not.
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import { type MarketSymbol, marketSymbolSchema } from "#shared/domain/ids.ts";
import { COINBASE_ASSET_NAMES } from "#shared/domain/venue-assets.ts";
import { commonCode } from "./parse-market.ts";
import type { CoinbaseMarkets } from "./symbols.ts";

/** Codes by the common ones. */
const OWN_CODES: ReadonlyMap<string, string> = new Map([...COINBASE_ASSET_NAMES].map(([own, common]) => [common, own]));

/**
 * A market whose book belongs to another one is on no socket of prices: asked for BTC-USDC, Coinbase answers with BTC-USD (trap 20),
 * which is not that price. Orders do name it.
 */
export function coinbaseStreamNames(table: CoinbaseMarkets): StreamNames {
  return {
    symbolOf: (id) => table.ofId(id)?.instrument.symbol ?? null,
    idOf: (symbol) => {
      const market = table.find(symbol);
      return market === undefined || market.aliasOf !== null ? null : market.id;
    },
  };
}

/** For reading frames without a market list. Which markets share a book only the list tells. */
export function guessCoinbaseNames(): StreamNames {
  return {
    symbolOf: guessSymbol,
    idOf: (symbol) =>
      symbol
        .split("/")
        .map((code) => OWN_CODES.get(code) ?? code)
        .join("-"),
  };
}

/** Spot markets have two parts; futures have more. */
function guessSymbol(id: string): MarketSymbol | null {
  const parts = id.split("-");
  if (parts.length !== 2) return null;
  return marketSymbolSchema.safeParse(parts.map(commonCode).join("/")).data ?? null;
}
