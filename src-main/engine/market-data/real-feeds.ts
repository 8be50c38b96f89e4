// Which real venues' prices are needed now? Those of venues where a profile has an account, for the assets it holds, wants or counts in.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { VenueNeed } from "#engine/profiles/compute-venue-needs.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import type { FeedPace } from "#shared/domain/feed-pace.ts";
import type { Asset, VenueId } from "#shared/domain/ids.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import type { MarketDataEngine } from "./market-data-engine.ts";

export interface RealFeedsOptions {
  readonly engine: Pick<MarketDataEngine, "openFeed" | "setWanted" | "closeFeed">;
  readonly openFeed: (venue: VenueId, endpoint: EndpointKind, pace: FeedPace) => MarketDataFeed;
  readonly needs: () => readonly VenueNeed[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Holdings change with fills and deposits: how often the need is looked at again. */
const LOOK_EVERY_MS: DurationMs = 5 * SECOND_MS;

export class RealFeeds implements Stoppable {
  readonly #options: RealFeedsOptions;
  readonly #running = new DisposableStore();
  readonly #open = new Map<VenueId, { readonly endpoint: EndpointKind; readonly pace: FeedPace; assets: string }>();
  #tail: Promise<void> = Promise.resolve();

  constructor(options: RealFeedsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running.add(this.#options.clock.every(LOOK_EVERY_MS, () => void this.refresh()));
    void this.refresh();
  }

  async dispose(): Promise<void> {
    await this.#running.dispose();
    await this.#tail;
  }

  /** Opens what has come into use, closes what has gone out of it. One look at a time. */
  refresh(): Promise<void> {
    this.#tail = this.#tail.then(() => this.#look());
    return this.#tail;
  }

  async #look(): Promise<void> {
    if (this.#running.disposed) return;
    const { engine, openFeed } = this.#options;
    const wanted = this.#gather();
    for (const [venue, { endpoint, pace }] of [...this.#open]) {
      const next = wanted.get(venue);
      if (next?.endpoint === endpoint && isSamePace(next.pace, pace)) continue;
      this.#open.delete(venue);
      await engine.closeFeed(venue);
    }
    for (const [venue, { endpoint, pace, assets }] of wanted) {
      const wants = ({ base, quote }: { readonly base: Asset; readonly quote: Asset }) =>
        assets.has(base) && assets.has(quote);
      const names = [...assets].sort().join(" ");
      const open = this.#open.get(venue);
      if (open === undefined) {
        // Tried once: a venue that cannot be opened in this run is told, and the others go on.
        this.#open.set(venue, { endpoint, pace, assets: names });
        try {
          engine.openFeed(openFeed(venue, endpoint, pace), wants);
        } catch (error) {
          this.#options.logger.error("A venue's prices cannot be read", { venue, endpoint, error });
        }
      } else if (open.assets !== names) {
        open.assets = names;
        engine.setWanted(venue, wants);
      }
    }
  }

  #gather(): ReadonlyMap<VenueId, Wanted> {
    const wanted = new Map<VenueId, Wanted>();
    for (const { venue, endpoint, assets, pace } of this.#options.needs()) {
      const known = wanted.get(venue);
      const all = new Set([...(known?.assets ?? []), ...assets]);
      const joined = known === undefined ? pace : joinPaces(known.pace, pace);
      wanted.set(venue, { endpoint: known?.endpoint ?? endpoint, assets: all, pace: joined });
    }
    return wanted;
  }
}

interface Wanted {
  readonly endpoint: EndpointKind;
  readonly assets: ReadonlySet<Asset>;
  readonly pace: FeedPace;
}

/** Profiles share a venue's prices: a stream where one of them has it so, and the shorter of two times. */
function joinPaces(first: FeedPace, second: FeedPace): FeedPace {
  return {
    stream: first.stream || second.stream,
    pollEveryMs: shorter(first.pollEveryMs, second.pollEveryMs),
    firstReconnectMs: shorter(first.firstReconnectMs, second.firstReconnectMs),
  };
}

/** Who says nothing has the venue's usual pace, which is the shortest. */
function shorter(first: DurationMs | null, second: DurationMs | null): DurationMs | null {
  return first === null || second === null ? null : Math.min(first, second);
}

function isSamePace(first: FeedPace, second: FeedPace): boolean {
  const { stream, pollEveryMs, firstReconnectMs } = first;
  const isTimed = pollEveryMs === second.pollEveryMs && firstReconnectMs === second.firstReconnectMs;
  return isTimed && stream === second.stream;
}
