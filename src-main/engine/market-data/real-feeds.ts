// Which real venues' prices are needed now? Those of venues where a profile has an account, for the assets it holds, wants or counts in.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { VenueNeed } from "#engine/profiles/compute-venue-needs.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import type { Asset, VenueId } from "#shared/domain/ids.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import type { MarketDataEngine } from "./market-data-engine.ts";

export interface RealFeedsOptions {
  readonly engine: Pick<MarketDataEngine, "openFeed" | "setWanted" | "closeFeed">;
  readonly openFeed: (venue: VenueId, endpoint: EndpointKind) => MarketDataFeed;
  readonly needs: () => readonly VenueNeed[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Holdings change with fills and deposits: how often the need is looked at again. */
const LOOK_EVERY_MS: DurationMs = 5 * SECOND_MS;

export class RealFeeds implements Stoppable {
  readonly #options: RealFeedsOptions;
  readonly #running = new DisposableStore();
  readonly #open = new Map<VenueId, { readonly endpoint: EndpointKind; assets: string }>();
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
    for (const [venue, { endpoint }] of [...this.#open]) {
      if (wanted.get(venue)?.endpoint === endpoint) continue;
      this.#open.delete(venue);
      await engine.closeFeed(venue);
    }
    for (const [venue, { endpoint, assets }] of wanted) {
      const wants = ({ base, quote }: { readonly base: Asset; readonly quote: Asset }) =>
        assets.has(base) && assets.has(quote);
      const names = [...assets].sort().join(" ");
      const open = this.#open.get(venue);
      if (open === undefined) {
        // Tried once: a venue that cannot be opened in this run is told, and the others go on.
        this.#open.set(venue, { endpoint, assets: names });
        try {
          engine.openFeed(openFeed(venue, endpoint), wants);
        } catch (error) {
          this.#options.logger.error("A venue's prices cannot be read", { venue, endpoint, error });
        }
      } else if (open.assets !== names) {
        open.assets = names;
        engine.setWanted(venue, wants);
      }
    }
  }

  #gather(): ReadonlyMap<VenueId, { readonly endpoint: EndpointKind; readonly assets: ReadonlySet<Asset> }> {
    const wanted = new Map<VenueId, { readonly endpoint: EndpointKind; readonly assets: Set<Asset> }>();
    for (const { venue, endpoint, assets } of this.#options.needs()) {
      const known = wanted.get(venue) ?? { endpoint, assets: new Set<Asset>() };
      for (const asset of assets) known.assets.add(asset);
      wanted.set(venue, known);
    }
    return wanted;
  }
}
