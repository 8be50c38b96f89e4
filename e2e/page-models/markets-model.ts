// What is traded, at which prices, and what of it is held?
import { expect, type Locator, type Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

/** In pixels: how far back the newest bars reach, the axis at their right, and steps that no mark fits between. */
const NEWEST_BARS = 56;
const PRICE_AXIS = 56;
const STEP = 12;

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

  readonly #page: Page;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    this.#page = page;
    this.chart = frame.panel(/ at /);
    this.watchList = frame.panel("Watch list");
    this.consensus = frame.panel("Consensus");
    this.venueQuotes = bodyRows(this.consensus);
    this.depth = frame.panel("Depth");
    this.offers = this.depth.getByRole("list", { name: "Offers, best first" }).getByRole("listitem");
    this.bids = this.depth.getByRole("list", { name: "Bids, best first" }).getByRole("listitem");
  }

  /** Moves the pointer over the newest bars, as a person looks for a mark, until its words stand there. */
  async pointAtMark(words: RegExp): Promise<void> {
    const picture = this.chart.getByRole("group", { name: /candles of/ });
    const tip = picture.getByText(words);
    await expect(async () => {
      const box = await picture.boundingBox();
      if (box === null) throw new Error("The chart is not there.");
      for (let x = NEWEST_BARS; x >= 0; x -= STEP) {
        for (let y = 0; y < box.height; y += STEP) {
          await this.#page.mouse.move(box.x + box.width - PRICE_AXIS - x, box.y + y);
          if (await tip.isVisible()) return;
        }
      }
      throw new Error("No mark there says it.");
    }).toPass({ timeout: 30_000 });
  }
}
