// Is a coin so much dearer on one venue than on another that trading both at once would pay after everything?
import { toNumber } from "#engine/targets/compute-exact-shares.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";

const BP = 10_000;
const YEAR_MS = 365 * DAY_MS;
/** What must be left, in basis points, and for how long. */
const LEAST_BP = 10;
const LEAST_MS = 3_000;

/** One side. Prices are in the same currency on both venues. */
export interface VenueSide {
  readonly venue: VenueId;
  readonly bid: DecimalString;
  readonly ask: DecimalString;
  /** Taker fee of the account, as a share. */
  readonly takerFee: DecimalString;
  /** Of the size, from walking the book beyond its best price, in basis points. */
  readonly slippageBp: number;
}

export interface SpreadInput {
  /** Where the coin is bought. */
  readonly buy: VenueSide & { readonly freeCash: DecimalString };
  /** Where it is sold. */
  readonly sell: VenueSide & { readonly freeCoins: DecimalString };
  /** Most that would be traded, in the coin. */
  readonly size: DecimalString;
  /** Time by which one venue's price trails the other's. */
  readonly lagMs: number;
  /** Of the coin, a year, as a share. */
  readonly volatility: number;
}

/** In basis points of the mean of both middle prices; `score` is the gap less all others. */
export interface SpreadScore {
  readonly gap: number;
  readonly fees: number;
  readonly halfSpreads: number;
  readonly slippage: number;
  /** One deviation of the price over the lag: the gap may be no more than old news. */
  readonly lag: number;
  readonly score: number;
  /** What both accounts can do at once, without a transfer: coins there to sell, money there to buy with, at the ask and its fee. */
  readonly quantity: DecimalString;
}

const SCALE = 18;

/**
 * Prices and fees are reckoned exactly and only the ratios are numbers. Throws `RangeError` for a price that is not above zero or a bid above
 * its ask.
 */
export function computeSpreadScore({ buy, sell, size, lagMs, volatility }: SpreadInput): SpreadScore {
  const [bought, sold] = [bookOf(buy), bookOf(sell)];
  // Sums of four prices stand for middles and half spreads: the halves fall out of the ratios.
  const both = bought.ask.add(bought.bid).add(sold.ask).add(sold.bid);
  const share = (value: Decimal) => toNumber(value.div(both, SCALE, "halfEven")) * BP;
  const parts = {
    gap: 2 * share(sold.ask.add(sold.bid).sub(bought.ask).sub(bought.bid)),
    fees: toNumber(decimal(buy.takerFee).add(decimal(sell.takerFee))) * BP,
    halfSpreads: 2 * share(bought.ask.sub(bought.bid).add(sold.ask).sub(sold.bid)),
    slippage: buy.slippageBp + sell.slippageBp,
    lag: volatility * Math.sqrt(Math.max(0, lagMs) / YEAR_MS) * BP,
  };
  const score = parts.gap - parts.fees - parts.halfSpreads - parts.slippage - parts.lag;
  const affordable = decimal(buy.freeCash).div(bought.ask.mul(Decimal.ONE.add(decimal(buy.takerFee))), SCALE, "down");
  return { ...parts, score, quantity: Decimal.min(affordable, decimal(sell.freeCoins), decimal(size)).toString() };
}

function bookOf({ venue, bid, ask }: VenueSide): { readonly bid: Decimal; readonly ask: Decimal } {
  const book = { bid: decimal(bid), ask: decimal(ask) };
  if (book.bid.isPositive && book.ask.gte(book.bid)) return book;
  throw new RangeError(`Expected 0 < bid <= ask on ${venue}, got ${bid} and ${ask}.`);
}

/** Since when the score has been high enough without a break; null: it is not. */
export type SpreadEpisode = { readonly since: UnixMs } | null;

/** The episode after a score at `now`. A chance without a quantity is none. */
export function nextSpreadEpisode(
  before: SpreadEpisode,
  { score, quantity }: Pick<SpreadScore, "score" | "quantity">,
  now: UnixMs,
): SpreadEpisode {
  if (!(score > LEAST_BP) || !decimal(quantity).isPositive) return null;
  return before ?? { since: now };
}

/** It has lasted 3 s: to be proposed, never traded without an approval. */
export function isSpreadProposed(episode: SpreadEpisode, now: UnixMs): boolean {
  return episode !== null && now - episode.since >= LEAST_MS;
}
