// Is what the sockets told still true? Markets that fell silent, a check by REST each minute, and prices by REST while sockets are down.

import type { Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { CallTimeout, withinCall } from "#engine/core/within-call.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { type DurationMs, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import type { FeedProtocol } from "./feed-protocol.ts";
import { NEVER_MS, SHORTEST_LIMIT_MS, type WatchedMarket } from "./watched-market.ts";

const CROSS_CHECK_MS: DurationMs = MINUTE_MS;
/** REST and stream may differ by this; more means that one of them is wrong. */
const FAR = 0.005;
/** While sockets are down prices are asked for this often, and each asking may take so long. */
const FALLBACK_MS: DurationMs = 2 * SECOND_MS;
const FALLBACK_CALL_MS: DurationMs = 3 * SECOND_MS;
/** Best prices that are told with trades alone are asked for after so long without one. */
const UNTOLD_MS: DurationMs = 30 * SECOND_MS;
/** A difference is looked at again so much later. */
const AGAIN_MS: DurationMs = 2 * SECOND_MS;
/** A check that takes longer tells nothing about now. */
const COMPARE_CALL_MS: DurationMs = 10 * SECOND_MS;
/** A silent market is asked about no more often. */
const PROBE_MS: DurationMs = 10 * SECOND_MS;
/** The same where nothing but its own frames and REST confirms a price: often enough for a quiet one to stay live. */
const CONFIRM_MS: DurationMs = 4 * SECOND_MS;
/** A socket may be down for so long before REST takes its place. */
const PATIENCE_MS: DurationMs = 3 * SECOND_MS;

export interface WatchdogOptions {
  readonly market: VenueMarket;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Markets whose socket is up. */
  readonly listening: () => readonly WatchedMarket[];
  /** Markets whose socket is down, with how long it has been. */
  readonly orphans: () => { readonly markets: readonly WatchedMarket[]; readonly forMs: DurationMs };
  /** Markets that no socket carries: their prices are always asked for. */
  readonly unstreamed: () => readonly WatchedMarket[];
  /** Since when the market's subscription stands; null while it does not. */
  readonly standingSince: (market: WatchedMarket) => number | null;
  readonly confirmedBy: FeedProtocol["confirmedBy"];
  /** A REST price, put into the order of the stream's. */
  readonly deliver: (quotes: readonly RawQuote[]) => void;
  readonly onSilent: (markets: readonly WatchedMarket[]) => void;
  readonly onProblem: (market: WatchedMarket, problem: string | null) => void;
  readonly onAlarm: (alarm: string) => void;
  /** REST answers (again), or not, while sockets are down. */
  readonly onRest: (answers: boolean, detail: string | null) => void;
}

export class PriceWatchdog implements Stoppable {
  readonly #options: WatchdogOptions;
  readonly #stop = new AbortController();
  #crossCheckedMs: number;
  #probing = false;
  #checking = false;
  #fallingBack = false;
  #fallbackFromMs = 0;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    this.#crossCheckedMs = options.clock.monotonicMs();
  }

  dispose(): void {
    this.#stop.abort();
  }

  /** Twice a second. */
  check(nowMs: number): void {
    this.#lookForSilence(nowMs);
    if (nowMs - this.#crossCheckedMs >= CROSS_CHECK_MS) this.crossCheck();
    const { markets, forMs } = this.#options.orphans();
    if (this.#fallingBack || nowMs < this.#fallbackFromMs) return;
    const orphans = forMs < PATIENCE_MS ? [] : markets;
    const asked = [...this.#options.unstreamed(), ...orphans];
    if (asked.length === 0) return;
    this.#fallbackFromMs = nowMs + FALLBACK_MS;
    this.#run("prices by REST", () => this.#fallBack(asked, orphans.length > 0));
  }

  /** Compares every market with REST now, as once a minute and after sleep. */
  crossCheck(): void {
    this.#crossCheckedMs = this.#options.clock.monotonicMs();
    const markets = this.#options.listening();
    if (this.#checking || markets.length === 0) return;
    this.#checking = true;
    this.#run("the check of prices by REST", async () => {
      try {
        await this.#compare(markets, "crossCheck");
      } finally {
        this.#checking = false;
      }
    });
  }

  #lookForSilence(nowMs: number): void {
    if (this.#probing) return;
    const silent = this.#options.listening().filter((market) => this.#isSilent(market, nowMs));
    if (silent.length === 0) return;
    this.#probing = true;
    const nextMs = nowMs + (this.#options.confirmedBy === "none" ? CONFIRM_MS : PROBE_MS);
    for (const market of silent) market.probeFromMs = nextMs;
    this.#run("the check of silent markets", async () => {
      try {
        await this.#compare(silent, "silent");
      } finally {
        this.#probing = false;
      }
    });
  }

  #isSilent(market: WatchedMarket, nowMs: number): boolean {
    if (nowMs < market.probeFromMs) return false;
    const standing = this.#options.standingSince(market);
    if (standing === null) return false;
    const silentMs = nowMs - Math.max(market.heardMs, standing);
    if (this.#options.confirmedBy === "none") return silentMs >= CONFIRM_MS;
    if (silentMs <= SHORTEST_LIMIT_MS) return false;
    // Sent with trades only: best prices may move without a word, however usual the silence is.
    const most = this.#options.confirmedBy === "heartbeat" ? UNTOLD_MS : Number.POSITIVE_INFINITY;
    return silentMs > Math.min(most, market.silenceLimitMs());
  }

  /** What REST tells is a price of its own; where the stream should have told it and did not, its subscription is made anew. */
  async #compare(markets: readonly WatchedMarket[], why: "silent" | "crossCheck"): Promise<void> {
    const { deliver, onSilent, onProblem, onAlarm } = this.#options;
    const heardBefore = markets.map(({ heardMs }) => heardMs);
    const quotes = await this.#ask(markets, COMPARE_CALL_MS);
    const told = new Map(quotes.map((quote) => [quote.symbol, quote]));
    const lost: WatchedMarket[] = [];
    const taken: RawQuote[] = [];
    for (const [at, market] of markets.entries()) {
      const quote = told.get(market.symbol);
      if (quote === undefined) {
        this.#noteNoPrice(market);
        continue;
      }
      if (market.problem !== null) onProblem(market, null);
      if (market.heardMs !== heardBefore[at] && !this.#isFar(market, quote)) continue;
      const isLost = why === "silent" ? this.#isSilenced(market, quote) : this.#isFar(market, quote);
      if (isLost) lost.push(market);
      if (isLost || why === "silent") taken.push(quote);
    }
    if (taken.length > 0) deliver(taken);
    if (lost.length === 0) return;
    onAlarm(why);
    onSilent(lost);
  }

  #noteNoPrice(market: WatchedMarket): void {
    const { clock, standingSince, onProblem } = this.#options;
    const standing = standingSince(market);
    if (market.heardMs >= 0 || standing === null || clock.monotonicMs() - standing < SHORTEST_LIMIT_MS) return;
    onProblem(market, "The venue sends no price of this market.");
  }

  /** Whether the stream did not tell what it should have. What REST tells may be a moment ahead: only the second time counts. */
  #isSilenced(market: WatchedMarket, quote: RawQuote): boolean {
    if (!this.#differs(market, quote)) {
      market.differedAtMs = NEVER_MS;
      return false;
    }
    const isSecond = market.differedAtMs === market.heardMs;
    market.differedAtMs = isSecond ? NEVER_MS : market.heardMs;
    if (!isSecond) market.probeFromMs = this.#options.clock.monotonicMs() + AGAIN_MS;
    return isSecond;
  }

  #differs(market: WatchedMarket, quote: RawQuote): boolean {
    const best = market.bestPrices();
    if (best === null) return true;
    // Where each change of a best price is sent, any difference shows that one was not.
    if (this.#options.confirmedBy === "heartbeat") return this.#isFar(market, quote);
    return Number(best.bid) !== Number(quote.bid) || Number(best.ask) !== Number(quote.ask);
  }

  #isFar(market: WatchedMarket, quote: RawQuote): boolean {
    const best = market.bestPrices();
    if (best === null) return false;
    const ours = Number(best.bid) + Number(best.ask);
    const theirs = Number(quote.bid) + Number(quote.ask);
    return Math.abs(ours - theirs) > FAR * theirs;
  }

  async #fallBack(markets: readonly WatchedMarket[], standsIn: boolean): Promise<void> {
    this.#fallingBack = true;
    const { deliver, onRest } = this.#options;
    try {
      deliver(await this.#ask(markets, FALLBACK_CALL_MS));
      if (standsIn) onRest(true, null);
    } catch (error) {
      if (this.#stop.signal.aborted || !standsIn) return;
      onRest(false, error instanceof EngineError ? error.message : "The venue does not answer.");
    } finally {
      this.#fallingBack = false;
    }
  }

  #ask(markets: readonly WatchedMarket[], limitMs: DurationMs): Promise<readonly RawQuote[]> {
    const symbols = markets.map(({ symbol }) => symbol);
    const { market, clock } = this.#options;
    return withinCall(clock, limitMs, this.#stop.signal, (signal) => market.fetchTickers(symbols, { signal }));
  }

  /** A failure here leaves prices to age, which is what they then do rightly. */
  #run(what: string, work: () => Promise<void>): void {
    const { logger } = this.#options;
    const run = async () => {
      try {
        await work();
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (!(error instanceof EngineError || error instanceof CallTimeout)) throw error;
        logger.warn(`A price could not be read by REST: ${what}`, { error });
      }
    };
    drop(run(), logger, what);
  }
}
