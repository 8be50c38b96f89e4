// May a profile rebalance by itself? The panel on Profiles, its dialog, and the mark above every screen.
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";

export class AutomaticModel {
  readonly panel: Locator;
  readonly dialog: Locator;
  readonly bars: Locator;

  constructor(page: Page) {
    this.panel = new FrameModel(page).panel(/^Automatic rebalancing$/);
    this.dialog = page.getByRole("dialog", { name: "Automatic rebalancing" });
    this.bars = page.getByRole("region", { name: /^Automatic rebalancing of / });
  }

  get allow(): Locator {
    return this.panel.getByRole("button", { name: "Allow it" });
  }

  get lookAtIt(): Locator {
    return this.dialog.getByRole("button", { name: "Look at it" });
  }

  get give(): Locator {
    return this.dialog.getByRole("button", { name: /rebalance by itself/ });
  }

  get stop(): Locator {
    return this.bars.getByRole("button", { name: "Stop" });
  }

  async type(label: string, value: string): Promise<void> {
    await this.dialog.getByLabel(label).fill(value);
  }
}
