// How does each venue's price stand to the consensus: what it offers, how far off, and whether it may be relied on?
import { doubtOfPrice, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import type { Prices } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { ConsensusPrice, Quote, QuoteState } from "#shared/domain/quote.ts";
import { venueName } from "#shared/domain/venue.ts";

export interface ConsensusRow {
  readonly key: string;
  readonly venue: Quote["venue"];
  readonly symbol: string;
  /** In the market's own quote asset. */
  readonly bid: string;
  readonly ask: string;
  /** In the valuation currency; null where nothing converts the quote asset. */
  readonly mid: string | null;
  /** Shares: 0.0001 is one basis point. `spread` of the mid, `off` from the consensus. */
  readonly spread: string | null;
  readonly off: string | null;
  readonly ageMs: number;
  readonly state: QuoteState;
  readonly source: Quote["source"];
  /** Whether it took part in the consensus. */
  readonly used: boolean;
  readonly doubt: PriceDoubt | null;
}

export interface ConsensusView {
  /** Null while the venues agree on none. */
  readonly price: ConsensusPrice | null;
  readonly doubt: PriceDoubt | null;
  readonly rows: readonly ConsensusRow[];
  /** `median of 3`. */
  readonly how: string;
  /** `SOL/USD at Kraken left out, stale`; null where all that could took part. */
  readonly leftOut: string | null;
}

const SHARE_SCALE = 10;
const MID_SCALE = 18;
const TWO = Decimal.fromInteger(2);
/** Further than this from the consensus a price strays: the width that the engine allows between venues. */
const FAR = Decimal.parse("0.005");

export function midOf({ bid, ask }: Pick<Quote, "bid" | "ask">): Decimal {
  return Decimal.parse(bid).add(Decimal.parse(ask)).div(TWO, MID_SCALE, "halfEven");
}

/** Null while the asset has neither a price nor a quote. `now` in UTC milliseconds. */
export function toConsensusView(prices: Prices, asset: string, now: number): ConsensusView | null {
  const price = prices.prices.find((candidate) => candidate.asset === asset) ?? null;
  const rates = new Map(prices.prices.map((other) => [other.asset as string, Decimal.parse(other.price)]));
  const currency = price?.currency ?? prices.prices[0]?.currency;
  if (currency !== undefined) rates.set(currency, Decimal.ONE);
  const consensus = price === null ? Decimal.ZERO : Decimal.parse(price.price);
  const taken = new Set(price?.sources.map(({ venue, symbol }) => `${venue} ${symbol}`));
  const rows = prices.quotes
    .filter(({ symbol }) => symbol.startsWith(`${asset}/`))
    .map((quote): ConsensusRow => {
      const rate = rates.get(quote.symbol.slice(asset.length + 1));
      const own = midOf(quote);
      const mid = rate === undefined ? null : own.mul(rate);
      const off =
        mid === null || !consensus.isPositive ? null : mid.sub(consensus).div(consensus, SHARE_SCALE, "halfEven");
      const key = `${quote.venue} ${quote.symbol}`;
      return {
        key,
        venue: quote.venue,
        symbol: quote.symbol,
        bid: quote.bid,
        ask: quote.ask,
        mid: mid?.toString() ?? null,
        spread: spreadOf(quote, own),
        off: off?.toString() ?? null,
        ageMs: Math.max(0, now - quote.confirmedAt),
        state: quote.state,
        source: quote.source,
        used: taken.has(key),
        doubt: doubtOfPrice(quote.state, quote.reason) ?? strays(off),
      };
    })
    .sort((a, b) => (a.symbol === b.symbol ? (a.venue < b.venue ? -1 : 1) : a.symbol < b.symbol ? -1 : 1));
  if (price === null && rows.length === 0) return null;
  const used = rows.filter((row) => row.used).length;
  // A live market that the way to the currency does not need is no news.
  const out = rows.filter((row) => !row.used && row.state !== "live");
  return {
    price,
    doubt: doubtOfPrice(price?.state ?? null),
    rows,
    how:
      price === null ? "no price" : used === 0 ? "over other markets" : used === 1 ? "one market" : `median of ${used}`,
    leftOut:
      out.length === 0
        ? null
        : out
            .map(({ venue, symbol, state }) => `${symbol} at ${venueName(venue)} left out, ${OUT_WORDS[state]}`)
            .join("; "),
  };
}

/** Against one market's own price: it is old or unconfirmed, or strays from where the venues agree. */
export function doubtOfMarket(
  prices: Prices,
  asset: string,
  market: Pick<Quote, "venue" | "symbol">,
): PriceDoubt | null {
  const rows = toConsensusView(prices, asset, 0)?.rows ?? [];
  return rows.find(({ venue, symbol }) => venue === market.venue && symbol === market.symbol)?.doubt ?? null;
}

function spreadOf({ bid, ask }: Pick<Quote, "bid" | "ask">, mid: Decimal): string | null {
  if (!mid.isPositive) return null;
  return Decimal.parse(ask).sub(Decimal.parse(bid)).div(mid, SHARE_SCALE, "halfEven").toString();
}

function strays(off: Decimal | null): PriceDoubt | null {
  if (off === null || off.abs().lte(FAR)) return null;
  const percent = off.abs().mul(Decimal.fromInteger(100)).toFixed(1, "halfEven");
  return { reason: `It strays: ${percent}% ${off.isNegative ? "below" : "above"} the consensus.` };
}

/** Why a quote did not take part. */
const OUT_WORDS = {
  live: "live",
  lagging: "slow",
  stale: "stale",
  dead: "no answer",
  suspect: "suspect",
} as const satisfies Record<QuoteState, string>;
