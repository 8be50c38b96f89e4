// Which profiles are there, and what is set for the chosen one?
import { expect, type Locator, type Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { ProfileImportModel } from "./profile-import-model.ts";

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
    await this.#frame.page.getByRole("menuitem", { name: "Manage profiles" }).click();
  }

  async importFile(name: string, text: string): Promise<void> {
    const { page } = this.#frame;
    await page.getByRole("button", { name: "Add or change profiles" }).click();
    await page.getByRole("menuitem", { name: "Import a file" }).click();
    const file = new ProfileImportModel(page);
    await file.choose(name, text);
    await file.confirm.click();
    await file.dialog.getByRole("button", { name: "Close", exact: true }).last().click();
    await expect(file.dialog).toBeHidden();
  }

  profile(name: string): Locator {
    return this.list.getByRole("button", { name: new RegExp(name) });
  }
}
