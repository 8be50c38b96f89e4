// What is traded, at which prices, and what of it is held?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

export class MarketsModel {
  /** Candles of one market: named "BTC/USD at Sim Alpha". */
  readonly chart: Locator;
  readonly watchList: Locator;
  readonly consensus: Locator;
  /** Rows of the venues beside the consensus; a row of its own says why one is in doubt. */
  readonly venueQuotes: Locator;
  readonly depth: Locator;
  readonly offers: Locator;
  readonly bids: Locator;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    this.chart = frame.panel(/ at /);
    this.watchList = frame.panel("Watch list");
    this.consensus = frame.panel("Consensus");
    this.venueQuotes = bodyRows(this.consensus);
    this.depth = frame.panel("Depth");
    this.offers = this.depth.getByRole("list", { name: "Offers, best first" }).getByRole("listitem");
    this.bids = this.depth.getByRole("list", { name: "Bids, best first" }).getByRole("listitem");
  }
}
