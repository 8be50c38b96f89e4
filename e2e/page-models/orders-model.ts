// What was sent and what became of it, as Activity and the bar above the screens show it?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

export class OrdersModel {
  readonly bar: Locator;
  readonly order: Locator;
  readonly life: Locator;
  readonly sums: Locator;
  readonly report: Locator;
  readonly rows: Locator;
  readonly fillRows: Locator;
  readonly #views: Locator;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    this.#views = frame.screen.getByRole("radiogroup", { name: "View" });
    this.bar = page.getByRole("region", { name: "Notice about orders" });
    this.order = frame.panel(/^Order$/);
    this.life = page.getByRole("list", { name: "Life of the order" });
    this.sums = frame.panel("Sums");
    this.report = frame.panel("Recovery report");
    this.rows = bodyRows(page.getByRole("grid", { name: "Orders" }));
    this.fillRows = bodyRows(page.getByRole("grid", { name: "Fills" }));
  }

  async show(view: "Log" | "Orders" | "Fills" | "Execution"): Promise<void> {
    await this.#views.getByRole("radio", { name: view, exact: true }).click();
  }
}
