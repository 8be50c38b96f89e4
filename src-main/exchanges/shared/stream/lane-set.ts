// Which connections does a feed have, which markets are on each, and which of them serve?
import type { MarketSymbol } from "#shared/domain/ids.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import type { StreamKey } from "./feed-protocol.ts";
import { LaneMarkets } from "./lane-markets.ts";
import { planLanes } from "./plan-lanes.ts";
import type { StreamChannel } from "./stream-event.ts";
import type { StreamLane } from "./stream-lane.ts";
import type { WatchedMarket } from "./watched-market.ts";

/** A connection on which REST finds changes and nothing at all came for so long has stalled. */
const STALLED_MS: DurationMs = 10 * SECOND_MS;

export class LaneSet {
  readonly #make: () => StreamLane;
  readonly #nowMs: () => number;
  readonly #lanes: StreamLane[] = [];
  /** Since when a lane does not serve. */
  readonly #downSince = new Map<StreamLane, number>();
  #endedReconnects = 0;

  constructor(make: () => StreamLane, nowMs: () => number) {
    this.#make = make;
    this.#nowMs = nowMs;
  }

  get all(): readonly StreamLane[] {
    return this.#lanes;
  }

  get down(): readonly StreamLane[] {
    return [...this.#downSince.keys()];
  }

  get reconnects(): number {
    return this.#lanes.reduce((sum, { reconnects }) => sum + reconnects, this.#endedReconnects);
  }

  /** Spreads the keys over connections; what is on one stays there. */
  plan(keys: readonly StreamKey[], keysPerConnection: number, watched: ReadonlyMap<MarketSymbol, WatchedMarket>): void {
    const present = this.#lanes.map((lane) => lane.keys);
    const plans = planLanes(present, keys, keysPerConnection);
    while (this.#lanes.length > plans.length) this.#close();
    for (const [at, plan] of plans.entries()) {
      const lane = this.#lanes[at] ?? this.#add();
      const quoted = plan.filter(({ channel }) => channel === "quotes");
      lane.markets = new LaneMarkets(quoted.flatMap(({ symbol }) => watched.get(symbol) ?? []));
      lane.setKeys(plan);
    }
  }

  /** Notes which lanes serve; true where all do. */
  look(): boolean {
    const nowMs = this.#nowMs();
    for (const lane of this.#lanes) {
      if (lane.isServing(nowMs)) this.#downSince.delete(lane);
      else this.noteDown(lane);
    }
    return this.#downSince.size === 0;
  }

  noteDown(lane: StreamLane): void {
    if (!this.#downSince.has(lane)) this.#downSince.set(lane, this.#nowMs());
  }

  /** Markets whose connection is up. */
  listening(): readonly WatchedMarket[] {
    return this.#lanes.flatMap((lane) => (lane.isUp ? lane.markets.all : []));
  }

  /** Markets whose connection does not serve, and for how long at most. */
  orphans(): { readonly markets: readonly WatchedMarket[]; readonly forMs: DurationMs } {
    const nowMs = this.#nowMs();
    return {
      markets: this.down.flatMap((lane) => lane.markets.all),
      forMs: Math.max(0, ...[...this.#downSince.values()].map((since) => nowMs - since)),
    };
  }

  standingSince({ key }: WatchedMarket): number | null {
    const lane = this.#lanes.find((candidate) => candidate.markets.ofSymbol(key.symbol) !== undefined);
    return lane?.standingSince(key) ?? null;
  }

  resubscribe(symbols: readonly MarketSymbol[], channel: StreamChannel): void {
    const wanted = new Set(symbols);
    for (const lane of this.#lanes) {
      const keys = lane.keys.filter((key) => key.channel === channel && wanted.has(key.symbol));
      if (keys.length > 0) lane.resubscribe(keys);
    }
  }

  /** A market alone is subscribed anew; where nothing at all comes any more it is the connection that has stalled. */
  takeSilence(silent: readonly WatchedMarket[]): void {
    const meant = new Set(silent);
    for (const lane of this.#lanes) {
      const own = lane.markets.all.filter((market) => meant.has(market));
      const { link } = lane;
      if (own.length === 0 || link === null) continue;
      if (this.#nowMs() - link.lastFrameMs >= STALLED_MS) {
        link.stalled = true;
        lane.replace("stalled");
      } else {
        const symbols = new Set(own.map(({ symbol }) => symbol));
        lane.resubscribe(lane.keys.filter(({ channel, symbol }) => channel === "quotes" && symbols.has(symbol)));
      }
    }
  }

  dispose(): void {
    for (const lane of this.#lanes) lane.dispose();
    this.#lanes.length = 0;
    this.#downSince.clear();
  }

  #add(): StreamLane {
    const lane = this.#make();
    this.#lanes.push(lane);
    this.noteDown(lane);
    return lane;
  }

  #close(): void {
    const lane = this.#lanes.pop();
    if (lane === undefined) return;
    this.#endedReconnects += lane.reconnects;
    lane.dispose();
    this.#downSince.delete(lane);
  }
}
