// Is a coin dearer on one of the accounts' venues than on another, after everything, and for how long already? Looked at each second.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { TogetherView } from "#shared/contract/together.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { type Asset, type MarketSymbol, marketSymbolSchema, type VenueId } from "#shared/domain/ids.ts";
import type { MarketSource } from "#shared/domain/profile.ts";
import type { OrderBook, Quote } from "#shared/domain/quote.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import { computeBookSlippage } from "./compute-book-slippage.ts";
import {
  computeSpreadScore,
  isSpreadProposed,
  nextSpreadEpisode,
  type SpreadEpisode,
  type SpreadInput,
  type SpreadScore,
} from "./compute-cross-venue-spread.ts";
import { computeSpreadPairs, type SpreadAccount, type SpreadPair } from "./compute-spread-pairs.ts";

const LOOK_MS: DurationMs = SECOND_MS;
/** The start has other things to read first. */
const FIRST_LOOK_MS: DurationMs = 10 * SECOND_MS;
const BOOK_MS: DurationMs = 3 * SECOND_MS;
/** With less than this without slippage a book is not worth a call. */
const WORTH_A_BOOK_BP = 10;
/** Of a score as money: more digits than anybody sees. */
const SCORE_DIGITS = 6;
const RESULT_SCALE = 8;
const BP = Decimal.fromInteger(10_000);
const FOUR = Decimal.fromInteger(4);

export interface SpreadMarket {
  quote(venue: VenueId, symbol: MarketSymbol): Quote | null;
  book(venue: VenueId, symbol: MarketSymbol, options: { readonly signal?: AbortSignal }): Promise<OrderBook>;
}

export interface SpreadWatchOptions {
  /** With what is free on each now. */
  readonly accounts: () => readonly SpreadAccount[];
  readonly market: (source: MarketSource) => SpreadMarket;
  /** Of the asset, a year, as a share; null where it is not known (yet). */
  readonly volatility: (source: MarketSource, asset: Asset, currency: Asset) => number | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Spread = TogetherView["spreads"][number];

interface Known {
  readonly spread: Spread;
  readonly episode: SpreadEpisode;
}

export class SpreadWatchService implements Stoppable {
  readonly #options: SpreadWatchOptions;
  readonly #running: DisposableStore;
  readonly #stop = new AbortController();
  #known: ReadonlyMap<string, Known> = new Map();
  #looking: Promise<void> | null = null;

  constructor(options: SpreadWatchOptions) {
    this.#options = options;
    this.#running = new DisposableStore(options.logger);
  }

  start(): void {
    const { clock, logger } = this.#options;
    const look = () => drop(this.look(), logger, "Looking at prices across venues");
    this.#running.add(clock.after(FIRST_LOOK_MS, () => this.#running.add(clock.every(LOOK_MS, look))));
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Error("Prices across venues are no longer watched"));
    await this.#running.dispose();
    await this.#looking;
  }

  /** The better direction of each coin, the best first, as looked at last. */
  spreads(): readonly Spread[] {
    const best = new Map<string, Spread>();
    for (const { spread } of this.#known.values()) {
      const key = `${spread.source} ${spread.asset}/${spread.currency}`;
      const before = best.get(key);
      if (before === undefined || spread.score > before.score) best.set(key, spread);
    }
    return [...best.values()].sort((a, b) => b.score - a.score);
  }

  /** One look at all of them; one at a time. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const next = new Map<string, Known>();
    for (const pair of computeSpreadPairs(this.#options.accounts())) {
      if (this.#stop.signal.aborted) return;
      const key = `${pair.buy.accountId} ${pair.sell.accountId} ${pair.asset}`;
      const known = await this.#judge(pair, this.#known.get(key)?.episode ?? null);
      if (known !== null) next.set(key, known);
    }
    this.#known = next;
  }

  async #judge(pair: SpreadPair, before: SpreadEpisode): Promise<Known | null> {
    const { clock } = this.#options;
    const input = this.#inputOf(pair);
    if (input === null) return null;
    const quick = computeSpreadScore(input);
    const walked = quick.score > WORTH_A_BOOK_BP ? await this.#walk(pair, input, quick) : null;
    const score = walked ?? quick;
    // What was not walked is not proposed: the score may still fall.
    const episode = walked === null ? null : nextSpreadEpisode(before, score, clock.now());
    return {
      episode,
      spread: toSpread(pair, input, {
        score,
        walked: walked !== null,
        proposed: isSpreadProposed(episode, clock.now()),
      }),
    };
  }

  #inputOf({ source, asset, currency, buy, sell, most }: SpreadPair): SpreadInput | null {
    const { market, volatility } = this.#options;
    const symbol = marketSymbolSchema.parse(`${asset}/${currency}`);
    const [bought, sold] = [market(source).quote(buy.venue, symbol), market(source).quote(sell.venue, symbol)];
    if (!isGood(bought) || !isGood(sold)) return null;
    const moves = volatility(source, asset, currency);
    if (moves === null) return null;
    return {
      buy: { ...toSide(bought, buy), freeCash: buy.free.get(currency) ?? ZERO },
      sell: { ...toSide(sold, sell), freeCoins: sell.free.get(asset) ?? ZERO },
      size: Decimal.parse(most).div(Decimal.parse(bought.ask), RESULT_SCALE, "down").toString(),
      // One look apart at least: nearer the two are not told apart.
      lagMs: Math.max(LOOK_MS, Math.abs(bought.confirmedAt - sold.confirmedAt)),
      volatility: moves,
    };
  }

  /** The score with what the books add to it; null where one does not answer or is empty. */
  async #walk({ source, asset, currency, buy, sell }: SpreadPair, input: SpreadInput, quick: SpreadScore) {
    const { market, logger } = this.#options;
    const symbol = marketSymbolSchema.parse(`${asset}/${currency}`);
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(BOOK_MS)]);
    try {
      const books = [
        market(source).book(buy.venue, symbol, { signal }),
        market(source).book(sell.venue, symbol, { signal }),
      ] as const;
      const [bought, sold] = await Promise.all(books);
      const asks = computeBookSlippage(bought.asks, quick.quantity);
      const bids = computeBookSlippage(sold.bids, quick.quantity);
      if (asks === null || bids === null) return null;
      const size = Decimal.min(Decimal.parse(asks.quantity), Decimal.parse(bids.quantity)).toString();
      return computeSpreadScore({
        ...input,
        buy: { ...input.buy, slippageBp: asks.slippageBp },
        sell: { ...input.sell, slippageBp: bids.slippageBp },
        size,
      });
    } catch (error) {
      if (!this.#stop.signal.aborted) logger.debug("A book across venues was not read", { symbol, error });
      return null;
    }
  }
}

const ZERO = "0" as DecimalString;

function isGood(quote: Quote | null): quote is Quote {
  if (quote === null || quote.state !== "live") return false;
  const bid = Decimal.parse(quote.bid);
  return bid.isPositive && Decimal.parse(quote.ask).gte(bid);
}

function toSide({ venue, bid, ask }: Quote, { takerFee }: SpreadAccount) {
  return { venue, bid, ask, takerFee, slippageBp: 0 };
}

function toSpread(
  { source, currency, asset, buy, sell }: SpreadPair,
  input: SpreadInput,
  { score, walked, proposed }: { readonly score: SpreadScore; readonly walked: boolean; readonly proposed: boolean },
): Spread {
  const sum = Decimal.sum(
    [input.buy.bid, input.buy.ask, input.sell.bid, input.sell.ask].map((price) => Decimal.parse(price)),
  );
  const result = sum
    .mul(Decimal.parse(score.quantity))
    .mul(Decimal.parse(score.score.toFixed(SCORE_DIGITS)))
    .div(FOUR.mul(BP), RESULT_SCALE, "floor");
  const { gap, fees, halfSpreads, slippage, lag } = score;
  return {
    ...{ source, currency, asset, gap, fees, halfSpreads, lag, proposed },
    buy: { profileId: buy.profileId, accountId: buy.accountId, venue: buy.venue },
    sell: { profileId: sell.profileId, accountId: sell.accountId, venue: sell.venue },
    quantity: score.quantity,
    slippage: walked ? slippage : null,
    score: score.score,
    result: result.toString(),
  };
}
