// How does each venue's price stand to the consensus: its mid in the currency, how far off, and whether it counts?
import type { Prices } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { ConsensusPrice, Quote, QuoteState } from "#shared/domain/quote.ts";
import { venueName } from "#shared/domain/venue.ts";

export interface ConsensusRow {
  readonly key: string;
  readonly venue: Quote["venue"];
  readonly symbol: string;
  /** In the valuation currency; null where nothing converts the quote asset. */
  readonly mid: string | null;
  /** Distance from the consensus as a share: 0.0001 is one basis point above. */
  readonly off: string | null;
  readonly ageMs: number;
  readonly state: QuoteState;
  /** Whether it took part in the consensus. */
  readonly used: boolean;
}

export interface ConsensusView {
  readonly price: ConsensusPrice;
  readonly rows: readonly ConsensusRow[];
  /** `median of 3`. */
  readonly how: string;
  /** `SOL/USD at Kraken left out, stale`; null where all that could took part. */
  readonly leftOut: string | null;
}

const SHARE_SCALE = 10;
const MID_SCALE = 18;
const TWO = Decimal.fromInteger(2);

export function midOf({ bid, ask }: Pick<Quote, "bid" | "ask">): Decimal {
  return Decimal.parse(bid).add(Decimal.parse(ask)).div(TWO, MID_SCALE, "halfEven");
}

/** Null while the asset has no price. `now` in UTC milliseconds. */
export function toConsensusView(prices: Prices, asset: string, now: number): ConsensusView | null {
  const price = prices.prices.find((candidate) => candidate.asset === asset);
  if (price === undefined) return null;
  const rates = new Map(prices.prices.map((other) => [other.asset as string, Decimal.parse(other.price)]));
  rates.set(price.currency, Decimal.ONE);
  const consensus = Decimal.parse(price.price);
  const taken = new Set(price.sources.map(({ venue, symbol }) => `${venue} ${symbol}`));
  const rows = prices.quotes
    .filter(({ symbol }) => symbol.startsWith(`${asset}/`))
    .map((quote): ConsensusRow => {
      const rate = rates.get(quote.symbol.slice(asset.length + 1));
      const mid = rate === undefined ? null : midOf(quote).mul(rate);
      const key = `${quote.venue} ${quote.symbol}`;
      return {
        key,
        venue: quote.venue,
        symbol: quote.symbol,
        mid: mid?.toString() ?? null,
        off:
          mid === null || !consensus.isPositive
            ? null
            : mid.sub(consensus).div(consensus, SHARE_SCALE, "halfEven").toString(),
        ageMs: Math.max(0, now - quote.confirmedAt),
        state: quote.state,
        used: taken.has(key),
      };
    })
    .sort((a, b) => (a.symbol === b.symbol ? (a.venue < b.venue ? -1 : 1) : a.symbol < b.symbol ? -1 : 1));
  const used = rows.filter((row) => row.used).length;
  // A live market that the way to the currency does not need is no news.
  const out = rows.filter((row) => !row.used && row.state !== "live");
  return {
    price,
    rows,
    how: used === 0 ? "over other markets" : used === 1 ? "one market" : `median of ${used}`,
    leftOut:
      out.length === 0
        ? null
        : out
            .map(({ venue, symbol, state }) => `${symbol} at ${venueName(venue)} left out, ${OUT_WORDS[state]}`)
            .join("; "),
  };
}

/** Why a quote did not take part. */
const OUT_WORDS = {
  live: "live",
  lagging: "slow",
  stale: "stale",
  dead: "no answer",
  suspect: "suspect",
} as const satisfies Record<QuoteState, string>;
