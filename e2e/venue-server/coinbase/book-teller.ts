// What does the channel `level2` send? The whole book, then the levels that have another size.
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import { changedLevels } from "../core/changed-levels.ts";
import { Teller } from "./channel-teller.ts";
import { levelRows } from "./stream-bodies.ts";
import { BOOK_LEVELS } from "./stream-quirks.ts";
import { productIdOf } from "./wire-ids.ts";

export class BookTeller extends Teller<OrderBook | null> {
  readonly wireName = "l2_data";

  begin(instruments: readonly Instrument[]): readonly object[] {
    return instruments.map((instrument) => {
      const book = this.#bookOf(instrument);
      this.told.set(instrument.symbol, book);
      const updates = levelRows(book?.bids ?? [], book?.asks ?? []);
      return { type: "snapshot", product_id: productIdOf(instrument), updates };
    });
  }

  changes(): readonly object[] {
    return this.instruments
      .map((instrument) => {
        const before = this.told.get(instrument.symbol) ?? null;
        const book = this.#bookOf(instrument);
        this.told.set(instrument.symbol, book);
        const [bids, asks] = (["bids", "asks"] as const).map((side) => changedLevels(before?.[side], book?.[side]));
        const updates = levelRows(bids ?? [], asks ?? [], this.world.now());
        return { type: "update", product_id: productIdOf(instrument), updates };
      })
      .filter(({ updates }) => updates.length > 0);
  }

  #bookOf({ symbol }: Instrument): OrderBook | null {
    return this.world.market.bookAt(this.world.market.venue, symbol, this.world.now(), BOOK_LEVELS);
  }
}
