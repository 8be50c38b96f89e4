// Which accounts are connected, how are they, and what is done with them?
import { expect, type Locator, type Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

export class AccountsModel {
  readonly page: Page;
  readonly rows: Locator;
  readonly connect: Locator;
  readonly checkAgain: Locator;
  readonly pause: Locator;
  readonly resume: Locator;
  readonly rename: Locator;
  readonly replaceKey: Locator;
  readonly remove: Locator;
  readonly dialog: Locator;
  readonly unlockBar: Locator;
  readonly #frame: FrameModel;

  constructor(page: Page) {
    this.#frame = new FrameModel(page);
    const { screen } = this.#frame;
    this.page = page;
    this.rows = bodyRows(this.#frame.panel("Accounts"));
    this.connect = screen.getByRole("link", { name: "Connect an exchange" });
    this.checkAgain = screen.getByRole("button", { name: "Check again" });
    this.pause = screen.getByRole("button", { name: "Pause", exact: true });
    this.resume = screen.getByRole("button", { name: "Resume", exact: true });
    this.rename = screen.getByRole("button", { name: "Rename" });
    this.replaceKey = screen.getByRole("link", { name: "Replace key" });
    this.remove = screen.getByRole("button", { name: "Remove", exact: true });
    this.dialog = page.getByRole("dialog");
    this.unlockBar = screen.getByRole("region", { name: "Locked vault" });
  }

  /** From the settings, as a person gets there. */
  async open(): Promise<void> {
    await this.#frame.open("Settings");
    await this.#frame.screen.getByRole("link", { name: "Accounts" }).click();
    await expect(this.#frame.heading("Accounts")).toBeVisible();
  }

  row(name: string): Locator {
    return this.rows.filter({ hasText: name });
  }

  /** The chosen account in full. */
  detail(name: string): Locator {
    return this.#frame.panel(name);
  }

  async choose(name: string): Promise<void> {
    await this.row(name).click();
    await expect(this.detail(name)).toBeVisible();
  }

  async renameTo(name: string): Promise<void> {
    await this.rename.click();
    await this.dialog.getByRole("textbox", { name: "Name of the account" }).fill(name);
    await this.dialog.getByRole("button", { name: "Rename" }).click();
    await expect(this.dialog).toBeHidden();
  }

  get keepAccount(): Locator {
    return this.dialog.getByRole("button", { name: "Keep the account" });
  }

  get confirmRemoval(): Locator {
    return this.dialog.getByRole("button", { name: "Remove and destroy the key" });
  }

  async unlock(passphrase: string): Promise<void> {
    await this.unlockBar.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await this.unlockBar.getByRole("button", { name: "Unlock" }).click();
  }
}
