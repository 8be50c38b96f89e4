// What is traded, at which prices, and what of it is held?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";

export class MarketsModel {
  /** Candles of one market: named "BTC/USD at Sim Alpha". */
  readonly chart: Locator;
  readonly watchList: Locator;
  readonly consensus: Locator;
  readonly offers: Locator;
  readonly bids: Locator;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    this.chart = frame.panel(/ at /);
    this.watchList = frame.panel("Watch list");
    this.consensus = frame.panel("Consensus");
    const depth = frame.panel("Depth");
    this.offers = depth.getByRole("list", { name: "Offers, best first" }).getByRole("listitem");
    this.bids = depth.getByRole("list", { name: "Bids, best first" }).getByRole("listitem");
  }
}
