// How do the prices of each venue come, and how does the connection hold?
import { expect, type Locator, type Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

export class FeedsModel {
  readonly rows: Locator;
  readonly markets: Locator;
  readonly marketRows: Locator;
  readonly reconnect: Locator;
  readonly refused: Locator;
  readonly #frame: FrameModel;

  constructor(page: Page) {
    this.#frame = new FrameModel(page);
    this.rows = bodyRows(this.#frame.panel("Feeds"));
    this.markets = this.#frame.panel("Markets");
    this.marketRows = bodyRows(this.markets);
    this.reconnect = this.#frame.screen.getByRole("button", { name: "Reconnect", exact: true });
    this.refused = this.#frame.panel("Prices refused");
  }

  /** From the settings, as a person gets there. */
  async open(): Promise<void> {
    await this.#frame.open("Settings");
    await this.#frame.screen.getByRole("link", { name: "Price feeds" }).click();
    await expect(this.#frame.heading("Price feeds")).toBeVisible();
  }

  row(venue: string): Locator {
    return this.rows.filter({ hasText: venue });
  }

  /** The chosen feed's figures. */
  connection(venue: string): Locator {
    return this.#frame.panel(`Connection of ${venue}`);
  }

  market(symbol: string): Locator {
    return this.marketRows.filter({ hasText: new RegExp(`^${symbol}(?![A-Z])`) });
  }

  /** Prices of a market that came since the start. */
  async received(symbol: string): Promise<number> {
    return Number(await this.market(symbol).getByRole("cell").nth(4).textContent());
  }
}
