// Which spot markets does Coinbase have, and which of them share a book?
import type { Answer } from "#exchanges/shared/answer.ts";
import { type ListedMarket, MarketTable } from "#exchanges/shared/market-list.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { parseProduct } from "./parse-market.ts";

export interface CoinbaseMarket extends ListedMarket {
  /** Id of the product whose book this one has; null where the book is its own. */
  readonly aliasOf: string | null;
  /** Ids of the products with the same book; answers may name one of them instead (trap 20: BTC-USDC is told as BTC-USD). */
  readonly sameBook: readonly string[];
}

export type CoinbaseMarkets = MarketTable<CoinbaseMarket>;

export function readMarkets(body: Answer, venue: VenueId): CoinbaseMarkets {
  const products = body
    .at("products")
    .list()
    .map((product) => parseProduct(product, venue));
  return new MarketTable(
    venue,
    products.filter((product) => product !== null).map((product) => ({ ...product, otherIds: [] })),
  );
}
