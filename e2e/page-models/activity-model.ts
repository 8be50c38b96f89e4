// What was written down, as the journal's screen shows it?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

export class ActivityModel {
  readonly journal: Locator;
  readonly entry: Locator;
  readonly rows: Locator;
  readonly #frame: FrameModel;

  constructor(page: Page) {
    this.#frame = new FrameModel(page);
    this.journal = this.#frame.panel("Journal");
    this.entry = this.#frame.panel("Entry");
    this.rows = bodyRows(this.journal);
  }

  async show(area: "All" | "Plans" | "Orders" | "Fills" | "Suggestions" | "Accounts" | "System"): Promise<void> {
    const areas = this.#frame.screen.getByRole("radiogroup", { name: "Area" });
    await areas.getByRole("radio", { name: area, exact: true }).click();
  }

  row(words: string | RegExp): Locator {
    return this.rows.filter({ hasText: words });
  }
}
