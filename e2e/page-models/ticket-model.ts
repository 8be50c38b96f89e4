// How is one trade asked for on the ticket, and approved?
import { expect, type Locator, type Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

export class TicketModel {
  readonly trade: Locator;
  readonly plan: Locator;
  readonly planLegs: Locator;
  readonly amount: Locator;
  readonly market: Locator;
  readonly preview: Locator;
  readonly approve: Locator;
  readonly candidates: Locator;
  readonly askProfiles: Locator;
  readonly heading: Locator;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    this.heading = frame.heading("Trade ticket");
    this.trade = frame.panel(/^Trade$/);
    this.plan = frame.panel(/^Plan$/);
    this.planLegs = bodyRows(this.plan.getByRole("region", { name: "Orders of the plan" }));
    this.amount = this.trade.getByRole("textbox", { name: "Amount" });
    this.market = this.trade.getByRole("combobox", { name: "Market" });
    this.preview = this.trade.getByRole("button", { name: "Preview" });
    this.approve = this.plan.getByRole("button", { name: /^PAPER ?Send \d+ orders? from / });
    this.candidates = frame.panel(/^Which profile$/);
    this.askProfiles = this.candidates.getByRole("button", { name: "Ask all profiles" });
  }

  choose(name: string): Locator {
    return this.trade.getByRole("radio", { name, exact: true });
  }

  /** A simulated quote may have lagged when the preview was made, and another is made then. */
  async untilApprovable(again: () => Promise<void>): Promise<void> {
    await expect(async () => {
      if (!(await this.approve.isVisible())) await again();
      await expect(this.approve).toBeVisible({ timeout: 15_000 });
    }).toPass({ timeout: 60_000 });
  }
}
