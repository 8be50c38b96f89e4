// How does a person set profiles side by side?
import type { Locator, Page } from "@playwright/test";

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
  readonly #page: Page;

  constructor(page: Page) {
    const panel = (name: string) => page.getByRole("region", { name, exact: true });
    this.#page = page;
    this.#views = page.getByRole("radiogroup", { name: "View" });
    this.overlap = panel("Overlap");
    this.returns = panel("Returns");
    this.signals = panel("Signals");
    this.each = panel("Each profile");
    this.all = panel("All profiles");
    this.exposure = panel("Exposure");
    this.opposite = panel("Opposite trades");
    this.across = panel("Across exchanges");
  }

  /** From the switcher in the rail, as a person gets there. */
  async openAll(): Promise<void> {
    await this.#page.getByRole("navigation").getByRole("button").first().click();
    await this.#page.getByRole("menuitem", { name: "All profiles" }).click();
  }

  async show(view: "One by one" | "All together" | "Apart"): Promise<void> {
    await this.#views.getByRole("radio", { name: view }).click();
  }
}
