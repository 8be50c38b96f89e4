// How does a person set profiles side by side?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";

export class SideBySideModel {
  readonly overlap: Locator;
  readonly returns: Locator;
  readonly signals: Locator;
  readonly each: Locator;
  readonly all: Locator;
  readonly exposure: Locator;
  readonly opposite: Locator;
  readonly across: Locator;
  readonly #views: Locator;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    this.#views = page.getByRole("radiogroup", { name: "View" });
    this.overlap = frame.panel("Overlap");
    this.returns = frame.panel("Returns");
    this.signals = frame.panel("Signals");
    this.each = frame.panel("Each profile");
    this.all = frame.panel("All profiles");
    this.exposure = frame.panel("Exposure");
    this.opposite = frame.panel("Opposite trades");
    this.across = frame.panel("Across exchanges");
  }

  async show(view: "One by one" | "All together" | "Apart"): Promise<void> {
    await this.#views.getByRole("radio", { name: view }).click();
  }
}
