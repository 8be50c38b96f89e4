// How much does an asset of a market move, in its usual 30 days? Asked at any time, read in the background.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { MarketSource } from "#shared/domain/profile.ts";
import { AssetVolatility, type VolatilityMarket } from "./asset-volatility.ts";

export class SourceVolatility implements Stoppable {
  readonly #markets: (source: MarketSource) => VolatilityMarket;
  readonly #options: { readonly clock: Clock; readonly logger: Logger };
  /** One for each market and currency. */
  readonly #readers = new Map<string, AssetVolatility>();

  constructor(
    markets: (source: MarketSource) => VolatilityMarket,
    options: { readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#markets = markets;
    this.#options = options;
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.dispose()));
  }

  /** A year, as a share; null before it was read, or where there are no prices. */
  of(source: MarketSource, asset: Asset, currency: Asset): number | null {
    const key = `${source} ${currency}`;
    const reader = this.#readers.get(key) ?? new AssetVolatility({ ...this.#options, market: this.#markets(source) });
    this.#readers.set(key, reader);
    reader.readSoon(asset, currency);
    return reader.known(asset)?.usual ?? null;
  }
}
