// How does a person bring a configuration file in, and what does the program say of it?
import type { Locator, Page } from "@playwright/test";

export class ProfileImportModel {
  readonly dialog: Locator;
  readonly keys: Locator;
  readonly confirm: Locator;
  readonly #file: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole("dialog", { name: "Import a configuration" });
    this.keys = this.dialog.getByRole("region", { name: "Key by key" }).getByRole("row");
    this.confirm = this.dialog.getByRole("button", { name: "Import", exact: true });
    this.#file = this.dialog.locator("input[type=file]");
  }

  async choose(name: string, text: string): Promise<void> {
    await this.#file.setInputFiles({ name, mimeType: "application/yaml", buffer: Buffer.from(text) });
  }
}
