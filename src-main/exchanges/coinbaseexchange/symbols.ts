// Which markets does Coinbase Exchange have?
import type { Answer } from "#exchanges/shared/answer.ts";
import { type ListedMarket, MarketTable } from "#exchanges/shared/market-list.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { parseProduct } from "./parse-market.ts";

export type CoinbaseExchangeMarkets = MarketTable<ListedMarket>;

export function readMarkets(body: Answer, venue: VenueId): CoinbaseExchangeMarkets {
  const products = body.list().map((product) => parseProduct(product, venue));
  return new MarketTable(
    venue,
    products.filter((product) => product !== null).map((product) => ({ ...product, otherIds: [] })),
  );
}
