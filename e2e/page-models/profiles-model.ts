// Which profiles are there, and what is set for the chosen one?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";

export class ProfilesModel {
  readonly list: Locator;
  readonly targets: Locator;
  readonly #frame: FrameModel;

  constructor(page: Page) {
    this.#frame = new FrameModel(page);
    this.list = this.#frame.panel("All profiles");
    this.targets = this.#frame.panel("Targets");
  }

  /** From the switcher in the rail, as a person gets there. */
  async open(): Promise<void> {
    await this.#frame.rail.getByRole("button").first().click();
    await this.#frame.page.getByRole("menuitem", { name: "All profiles" }).click();
  }

  profile(name: string): Locator {
    return this.list.getByRole("button", { name: new RegExp(name) });
  }
}
