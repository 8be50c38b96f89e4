// What is held, and what lies behind each number?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

export class PositionsModel {
  readonly rows: Locator;
  readonly closeDetails: Locator;
  readonly #frame: FrameModel;

  constructor(page: Page) {
    this.#frame = new FrameModel(page);
    this.rows = bodyRows(this.#frame.panel("All positions"));
    this.closeDetails = this.#frame.screen.getByRole("button", { name: "Close the details" });
  }

  row(asset: string): Locator {
    return this.rows.filter({ hasText: new RegExp(`^${asset}(?![A-Z])`) });
  }

  /** The panels of an opened row: lots first, transactions by a press. */
  lots(asset: string): Locator {
    return this.#frame.panel(`${asset} lots`);
  }

  async showTransactions(): Promise<void> {
    await this.#frame.screen.getByRole("radio", { name: "Transactions", exact: true }).click();
  }

  transactions(asset: string): Locator {
    return this.#frame.panel(`${asset} transactions`);
  }

  where(asset: string): Locator {
    return this.#frame.panel(`Where ${asset} is`);
  }

  get why(): Locator {
    return this.#frame.panel("Why this number?");
  }
}
