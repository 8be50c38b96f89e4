// What is one market channel on one of Coinbase's sockets? It begins for products, tells what has changed since, and ends.
import type { Instrument } from "#shared/domain/instrument.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { productIdOf } from "./wire-ids.ts";

/** Everything it gives is an event of a frame of its own. */
export interface ChannelTeller {
  /** D: `level2` arrives as `l2_data`. */
  readonly wireName: string;
  readonly productIds: readonly string[];
  /** Snapshots of these products, which are told anew when they were subscribed before. */
  begin(instruments: readonly Instrument[]): readonly object[];
  /** Of no products: of all. */
  end(instruments: readonly Instrument[]): void;
  /** Updates since the last time. */
  changes(): readonly object[];
}

/** `Memory` is what was told of a product last. */
export abstract class Teller<Memory> implements ChannelTeller {
  abstract readonly wireName: string;
  protected readonly world: VenueWorld;
  protected readonly told = new Map<Instrument["symbol"], Memory>();

  constructor(world: VenueWorld) {
    this.world = world;
  }

  get productIds(): readonly string[] {
    return this.instruments.map(productIdOf);
  }

  /** As they are now: their status may have changed. */
  protected get instruments(): readonly Instrument[] {
    return [...this.told.keys()].flatMap((symbol) => this.world.market.instrument(symbol) ?? []);
  }

  end(instruments: readonly Instrument[]): void {
    const gone = instruments.length === 0 ? this.instruments : instruments;
    for (const { symbol } of gone) this.told.delete(symbol);
  }

  abstract begin(instruments: readonly Instrument[]): readonly object[];
  abstract changes(): readonly object[];
}
