// What are Coinbase Exchange's markets called on its socket? Just as by REST: `BTC-USD`.
import type { ListedMarket, MarketTable } from "#exchanges/shared/market-list.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { commonCode, ownCode } from "./parse-market.ts";

export function coinbaseExchangeNames(table: MarketTable<ListedMarket>): StreamNames {
  return {
    symbolOf: (id) => table.ofId(id)?.instrument.symbol ?? null,
    idOf: (symbol) => table.find(symbol)?.id ?? null,
  };
}

const PRODUCT_ID = /^([A-Z0-9]+)-([A-Z0-9]+)$/;

/** Without a list of markets, for reading frames that lie on disk. Takes each pair for a market. */
export function guessCoinbaseExchangeNames(): StreamNames {
  return {
    symbolOf: (id) => {
      const [, base, quote] = PRODUCT_ID.exec(id) ?? [];
      if (base === undefined || quote === undefined) return null;
      return marketSymbolSchema.safeParse(`${commonCode(base)}/${commonCode(quote)}`).data ?? null;
    },
    idOf: (symbol) => symbol.split("/").map(ownCode).join("-"),
  };
}
